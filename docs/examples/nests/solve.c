/* forward substitution, as it stands in a program */
#pragma scop
for (int i = 0; i < n; i++) {
  double sum = b[i];
  for (int j = 0; j < i; j++)
    sum -= L[i][j] * x[j];
  x[i] = sum / L[i][i];
}
