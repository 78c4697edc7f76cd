#include "dmc/kernels/kernel.hpp"

namespace dmc {
namespace {

/// The finaliser of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
/// OOPSLA'14): every bit of the input moves every bit of the output.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// FNV-1a, so that the numbers do not hang on the standard library's hash.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return value;
}

double element(std::uint64_t stream, std::uint64_t index) {
  const std::uint64_t bits = mix(stream + (index + 1) * 0x9e3779b97f4a7c15) >> 11;
  return static_cast<double>(bits) * 0x1p-52 - 1.0;
}

}  // namespace

double InputData::operator()(std::string_view array, std::uint64_t index) const {
  return element(mix(hash(array) ^ mix(seed_)), index);
}

std::vector<double> InputData::fill(std::string_view array, std::uint64_t size) const {
  const std::uint64_t stream = mix(hash(array) ^ mix(seed_));
  std::vector<double> values(size);
  for (std::uint64_t i = 0; i < size; ++i) {
    values[i] = element(stream, i);
  }
  return values;
}

}  // namespace dmc
