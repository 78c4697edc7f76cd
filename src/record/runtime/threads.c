/* Interposed: where threads wait for each other. What a thread did before comes before what the
   other does after, so it is handed on first. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

#include "recorder.h"

#define DMC_BEFORE(FLUSH, RESULT, NAME, PARAMETERS, ARGUMENTS) \
  DMC_PUBLIC __attribute__((weak)) RESULT NAME PARAMETERS {    \
    static RESULT(*next) PARAMETERS;                           \
    if (__atomic_load_n(&next, __ATOMIC_ACQUIRE) == NULL) {    \
      RESULT(*found) PARAMETERS = NULL;                        \
      *(void**)&found = dlsym(RTLD_NEXT, #NAME);               \
      __atomic_store_n(&next, found, __ATOMIC_RELEASE);        \
    }                                                          \
    FLUSH();                                                   \
    return next ARGUMENTS;                                     \
  }
#define DMC_FIRST(RESULT, NAME, PARAMETERS, ARGUMENTS) \
  DMC_BEFORE(dmc_flush, RESULT, NAME, PARAMETERS, ARGUMENTS)

DMC_BEFORE(dmc_hand_on, int, pthread_create,
           (pthread_t * thread, const pthread_attr_t* attributes, void* (*start)(void*),
            void* argument),
           (thread, attributes, start, argument))

DMC_FIRST(int, pthread_mutex_unlock, (pthread_mutex_t * mutex), (mutex))
DMC_FIRST(int, pthread_rwlock_unlock, (pthread_rwlock_t * lock), (lock))
DMC_FIRST(int, pthread_spin_unlock, (pthread_spinlock_t * lock), (lock))
DMC_FIRST(int, pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t* mutex),
          (condition, mutex))
DMC_FIRST(int, pthread_cond_timedwait,
          (pthread_cond_t * condition, pthread_mutex_t* mutex, const struct timespec* until),
          (condition, mutex, until))
DMC_FIRST(int, pthread_cond_signal, (pthread_cond_t * condition), (condition))
DMC_FIRST(int, pthread_cond_broadcast, (pthread_cond_t * condition), (condition))
DMC_FIRST(int, pthread_barrier_wait, (pthread_barrier_t * barrier), (barrier))
DMC_FIRST(int, pthread_join, (pthread_t thread, void** result), (thread, result))
DMC_FIRST(int, sem_post, (sem_t * semaphore), (semaphore))
DMC_FIRST(int, sem_wait, (sem_t * semaphore), (semaphore))
