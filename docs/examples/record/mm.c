#include <stdio.h>
#include <stdlib.h>

static void multiply(const double* a, const double* b, double* c, int n) {
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      double sum = 0;
      for (int k = 0; k < n; ++k) {
        sum += a[i * n + k] * b[k * n + j];
      }
      c[i * n + j] = sum;
    }
  }
}

int main(int count, char** words) {
  int n = count > 1 ? atoi(words[1]) : 100;
  double* a = calloc(n * n, sizeof(double));
  double* b = calloc(n * n, sizeof(double));
  double* c = calloc(n * n, sizeof(double));
  multiply(a, b, c, n);
  printf("%g\n", c[n * n - 1]);
  return 0;
}
