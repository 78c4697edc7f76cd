#include "texts.hpp"

#include <algorithm>

namespace dmc::test {

const std::vector<WrittenNest>& written_nests() {
  static const std::vector<WrittenNest> k_nests{
      {"gemm",
       {R"(for i<ni { for j<nj: C[i,j] *= beta
              for k<nk, j<nj: C[i,j] += alpha * A[i,k] * B[k,j] })",
        R"(params ni, nj, nk;
           array C[ni, nj]; array A[ni, nk]; array B[nk, nj];
           for i in 0 .. ni {
             for j in 0 .. nj { update C[i, j]; }
             for k in 0 .. nk { for j in 0 .. nj { read A[i, k]; read B[k, j]; update C[i, j]; } }
           })",
        R"(params ni, nj, nk; array C[ni,nj], A[ni,nk], B[nk,nj];
           for (i = 0; i < ni; i++) {
             for (j = 0; j < nj; j++) C[i][j] *= beta;
             for (k = 0; k < nk; k++) for (j = 0; j < nj; j++) C[i][j] += alpha * A[i][k] * B[k][j];
           })"}},
      {"atax",
       {R"(for i<n: y[i] = 0
           for i<m { tmp[i] = 0;  for j<n: tmp[i] += A[i,j] * x[j];  for j<n: y[j] += A[i,j] * tmp[i]; })",
        R"(params m, n;
           array A[m, n]; array x[n]; array y[n]; array tmp[m];
           for i in 0 .. n { write y[i]; }
           for i in 0 .. m {
             write tmp[i];
             for j in 0 .. n { read A[i, j]; read x[j]; update tmp[i]; }
             for j in 0 .. n { read A[i, j]; read tmp[i]; update y[j]; }
           })",
        R"(for (int i = 0; i < n; i++) y[i] = 0;
           for (int i = 0; i < m; i++) {
             tmp[i] = 0.0;
             for (int j = 0; j < n; j++)
               tmp[i] += A[i][j] * x[j];
             for (int j = 0; j < n; j++) y[j] += A[i][j] * tmp[i];
           })"}},
      {"lu",
       {R"(for i in 0 .. n {
             for j in 0 .. i { for k in 0 .. j { A[i,j] -= A[i,k] * A[k,j]; }  A[i,j] /= A[j,j]; }
             for j in i .. n { for k in 0 .. i { A[i,j] -= A[i,k] * A[k,j]; } }
           })",
        R"(params n;
           array A[n, n];
           for i in 0 .. n {
             for j in 0 .. i {
               for k in 0 .. j { read A[i, k]; read A[k, j]; update A[i, j]; }
               read A[j, j]; update A[i, j];
             }
             for j in i .. n { for k in 0 .. i { read A[i, k]; read A[k, j]; update A[i, j]; } }
           })",
        R"(for (int i = 0; i < N; i++) {
             for (int j = 0; j < i; j++) {
               for (int k = 0; k < j; k++) {
                 A[i][j] -= A[i][k] * A[k][j];
               }
               A[i][j] /= A[j][j];
             }
             for (int j = i; j < N; j++) {
               for (int k = 0; k < i; k++) {
                 A[i][j] -= A[i][k] * A[k][j];
               }
             }
           })"}},
      {"cholesky",
       {R"(for i<n {
             for j<i { for k<j: A[i,j] -= A[i,k] * A[j,k];  A[i,j] /= A[j,j] }
             for k<i: A[i,i] -= A[i,k] * A[i,k]
             A[i,i] = sqrt(A[i,i])
           })",
        R"(params n; array A[n, n];
           for i in 0 .. n {
             for j in 0 .. n {
               if j < i {
                 for k in 0 .. j { read A[i, k]; read A[j, k]; update A[i, j]; }
                 read A[j, j]; update A[i, j];
               }
             }
             for k in 0 .. i { read A[i, k]; read A[i, k]; update A[i, i]; }
             update A[i, i];
           })",
        R"(for (i = 0; i < n; i++) {
             for (j = 0; j < i; j++) { for (k = 0; k < j; k++) A[i][j] -= A[i][k] * A[j][k];  A[i][j] /= A[j][j]; }
             for (k = 0; k < i; k++) A[i][i] -= A[i][k] * A[i][k];
             A[i][i] = sqrt(A[i][i]);
           })"}},
      {"jacobi-2d",
       {R"(for s<t {
             for i in 1 .. n-1, j in 1 .. n-1: B[i,j] = 0.2 * (A[i,j] + A[i,j-1] + A[i,j+1] + A[i+1,j] + A[i-1,j])
             for i in 1 .. n-1, j in 1 .. n-1: A[i,j] = 0.2 * (B[i,j] + B[i,j-1] + B[i,j+1] + B[i+1,j] + B[i-1,j])
           })",
        R"(params n, t;
           array A[n, n]; array B[n, n];
           for s in 0 .. t {
             for i in 1 .. n - 1 { for j in 1 .. n - 1 {
               read A[i, j]; read A[i, j - 1]; read A[i, j + 1]; read A[i + 1, j]; read A[i - 1, j];
               write B[i, j];
             } }
             for i in 1 .. n - 1 { for j in 1 .. n - 1 {
               read B[i, j]; read B[i, j - 1]; read B[i, j + 1]; read B[i + 1, j]; read B[i - 1, j];
               write A[i, j];
             } }
           })",
        R"(for (s = 0; s < t; s++)
           {
             for (i = 1; i < n - 1; i++)
               for (j = 1; j < n - 1; j++)
                 B[i][j] = SCALAR_VAL(0.2) * (A[i][j] + A[i][j-1] + A[i][1+j]
                                              + A[1+i][j] + A[i-1][j]);
             for (i = 1; i <= n - 2; i++)
               for (j = 1; j <= n - 2; ++j)
                 A[i][j] = SCALAR_VAL(0.2) * (B[i][j] + B[i][j-1] + B[i][1+j]
                                              + B[1+i][j] + B[i-1][j]);
           })"}},
      {"seidel-2d",
       {R"(for s<t, i in 1 .. n-1, j in 1 .. n-1:
             A[i,j] = (A[i-1,j-1] + A[i-1,j] + A[i-1,j+1] + A[i,j-1] + A[i,j] + A[i,j+1] +
                       A[i+1,j-1] + A[i+1,j] + A[i+1,j+1]) / 9)",
        R"(params t, n; array A[n, n];
           for s in 0 .. t { for i in 1 .. n - 1 { for j in 1 .. n - 1 {
             for y in i - 1 .. i + 2 { for x in j - 1 .. j + 2 { read A[y, x]; } }
             write A[i, j];
           } } })",
        R"(for (s = 0; s <= t - 1; s++)
             for (i = 1; i <= n - 2; i++)
               for (j = 1; j <= n - 2; j++)
                 A[i][j] = (A[i-1][j-1] + A[i-1][j] + A[i-1][j+1]
                            + A[i][j-1] + A[i][j] + A[i][j+1]
                            + A[i+1][j-1] + A[i+1][j] + A[i+1][j+1]) / SCALAR_VAL(9.0);)"}},
      {"gramschmidt",
       {R"(for k<n {
             for i<m: nrm += A[i,k] * A[i,k]
             R[k,k] = sqrt(nrm)
             for i<m: Q[i,k] = A[i,k] / R[k,k]
             for j in k+1 .. n { R[k,j] = 0;  for i<m: R[k,j] += Q[i,k] * A[i,j];  for i<m: A[i,j] = A[i,j] - Q[i,k] * R[k,j]; }
           })",
        R"(params m, n;
           array A[m, n]; array R[n, n]; array Q[m, n];
           for k in 0 .. n {
             for i in 0 .. m { read A[i, k]; read A[i, k]; }
             write R[k, k];
             for i in 0 .. m { read A[i, k]; read R[k, k]; write Q[i, k]; }
             for j in k + 1 .. n {
               write R[k, j];
               for i in 0 .. m { read Q[i, k]; read A[i, j]; update R[k, j]; }
               for i in 0 .. m { read A[i, j]; read Q[i, k]; read R[k, j]; write A[i, j]; }
             }
           })",
        R"(DATA_TYPE nrm;
           for (k = 0; k < n; k++) {
             nrm = 0;
             for (i = 0; i < m; i++) nrm += A[i][k] * A[i][k];
             R[k][k] = SQRT_FUN(nrm);
             for (i = 0; i < m; i++) Q[i][k] = A[i][k] / R[k][k];
             for (j = k + 1; j < n; j++) {
               R[k][j] = 0;
               for (i = 0; i < m; i++) R[k][j] += Q[i][k] * A[i][j];
               for (i = 0; i < m; i++) A[i][j] = A[i][j] - Q[i][k] * R[k][j];
             }
           })"}},
      {"nussinov",
       {R"(for i in n-1 .. -1 step -1, j in i+1 .. n {
             if j-1 >= 0: T[i,j] = max(T[i,j], T[i,j-1])
             if i+1 < n: T[i,j] = max(T[i,j], T[i+1,j])
             if j-1 >= 0 && i+1 < n {
               if i < j-1: T[i,j] = max(T[i,j], T[i+1,j-1] + match(s[i], s[j]))
               else: T[i,j] = max(T[i,j], T[i+1,j-1])
             }
             for k in i+1 .. j: T[i,j] = max(T[i,j], T[i,k] + T[k+1,j])
           })",
        R"(params n; array T[n, n]; array s[n];
           for o in 0 .. n { for j in n - o .. n {
             read T[n-1-o, j]; read T[n-1-o, j-1]; write T[n-1-o, j];
             if o >= 1 { read T[n-1-o, j]; read T[n-o, j]; write T[n-1-o, j]; }
             if j >= 1 && o >= 1 {
               read T[n-1-o, j]; read T[n-o, j-1];
               if n-1-o < j-1 { read s[n-1-o]; read s[j]; }
               write T[n-1-o, j];
             }
             for k in n - o .. j { read T[n-1-o, j]; read T[n-1-o, k]; read T[k+1, j]; write T[n-1-o, j]; }
           } })",
        R"(for (i = n-1; i >= 0; i--)
             for (j = i+1; j < n; j++) {
               if (j-1 >= 0) T[i][j] = max(T[i][j], T[i][j-1]);
               if (i+1 < n)  T[i][j] = max(T[i][j], T[i+1][j]);
               if (j-1 >= 0 && i+1 < n) {
                 if (i < j-1) T[i][j] = max(T[i][j], T[i+1][j-1] + match(s[i], s[j]));
                 else         T[i][j] = max(T[i][j], T[i+1][j-1]);
               }
               for (k = i+1; k < j; k++) T[i][j] = max(T[i][j], T[i][k] + T[k+1][j]);
             })"}},
      {"tiled",
       {R"(for ii in 0 .. n step t, jj in 0 .. n step t, kk in 0 .. n step t,
               i in ii .. min(ii+t, n), j in jj .. min(jj+t, n), k in kk .. min(kk+t, n): C[i,j] += A[i,k] * B[k,j])",
        R"(params n, t; array C[n, n]; array A[n, n]; array B[n, n];
           for ti in 0 .. ceildiv(n, t) { for tj in 0 .. (n + t - 1) / t { for tk in 0 .. (n - 1) / t + 1 {
             for i in ti * t .. ti * t + t { for j in tj * t .. tj * t + t { for k in tk * t .. tk * t + t {
               if i < n && j < n && k < n { read A[i, k]; read B[k, j]; update C[i, j]; }
             } } }
           } } })",
        R"(for (int ii = 0; ii < n; ii += t)
             for (int jj = 0; jj < n; jj += t)
               for (int kk = 0; kk < n; kk = kk + t)
                 for (int i = ii; i < MIN(ii + t, n); i++)
                   for (int j = jj; j < MIN(jj + t, n); j++)
                     for (int k = kk; k < MIN(kk + t, n); k++)
                       C[i][j] += A[i][k] * B[k][j];)"}},
      {"transpose",
       {"for i<n, j<n: B[j,i] = A[i,j]",
        "params n; array A[n, n]; array B[n, n];\n"
        "for i in 0 .. n { for j in 0 .. n { read A[i, j]; write B[j, i]; } }",
        "for (i = 0; i < n; i++) for (j = 0; j < n; j++) { B[j][i] = A[i][j]; }"}},
  };
  return k_nests;
}

const WrittenNest& written_nest(std::string_view name) {
  const auto& all = written_nests();
  return *std::find_if(all.begin(), all.end(),
                       [&](const WrittenNest& nest) { return nest.name == name; });
}

}  // namespace dmc::test
