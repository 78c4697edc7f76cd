/* Regions of interest in a program that `dmc cc` compiles: between dmc_begin() and dmc_end() dmc
 * record measures, elsewhere it does not. Without dmc they do nothing. For C and C++.
 *
 *     #include <dmc/record.h>
 *     dmc_begin();
 *     solve(grid);
 *     dmc_end();
 */
#ifndef DMC_RECORD_H
#define DMC_RECORD_H

#ifdef __cplusplus
extern "C" {
#endif

/* There is a definition where the recorder is linked. */
extern void dmc_record_begin(void) __attribute__((weak));
extern void dmc_record_end(void) __attribute__((weak));

#ifdef __cplusplus
}
#endif

/* Tells the recorder that there are regions before the first begins. */
static const char dmc_region_mark __attribute__((used, section("dmc_region"))) = 1;

static inline void dmc_begin(void) {
  if (dmc_record_begin) {
    dmc_record_begin();
  }
}

static inline void dmc_end(void) {
  if (dmc_record_end) {
    dmc_record_end();
  }
}

#endif
