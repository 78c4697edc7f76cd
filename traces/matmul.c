/* The product of two 24 x 24 matrices, for tracing: gcc -O1 -g -static -o matmul matmul.c */
#include <stdio.h>

#define N 24

double a[N][N], b[N][N], c[N][N];

int main(void) {
  for (int i = 0; i < N; ++i) {
    for (int j = 0; j < N; ++j) {
      a[i][j] = i + j;
      b[i][j] = i - j;
    }
  }
  for (int i = 0; i < N; ++i) {
    for (int j = 0; j < N; ++j) {
      double sum = 0;
      for (int k = 0; k < N; ++k) {
        sum += a[i][k] * b[k][j];
      }
      c[i][j] = sum;
    }
  }
  printf("%g\n", c[N - 1][N - 1]);
  return 0;
}
