#include "dmc/engine/address_map.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "address_hash.hpp"
#include "address_numbers.hpp"
#include "shadow_pages.hpp"

namespace dmc {
namespace engine {

void AddressNumbers::refuse() const {
  throw Error(
      fmt::format("the trace touches more than {} distinct addresses, which is the most that can "
                  "be numbered; use a larger granule or block, or a shorter trace",
                  max));
}

}  // namespace engine

namespace {

using engine::AddressHash;
using engine::AddressNumbers;
using engine::NumberedAddress;
using engine::ShadowPages;

// Addresses on a page of 512, on average: with fewer than the first the pages give way to the hash
// table, with the second or more it gives way to them. Apart, so that they do not take turns; a
// page takes as much memory as 40 to 80 addresses in the hash table.
constexpr std::uint64_t k_too_sparse = 24;
constexpr std::uint64_t k_dense_enough = 48;

// Few pages cost little, however sparse.
constexpr std::uint64_t k_first_look = 256;

// Addresses between two looks at whether it is time to choose again.
constexpr std::size_t k_stretch = 1024;

// Addresses on pages that are looked at to tell how full all pages would be.
constexpr std::uint64_t k_sample = std::uint64_t{1} << 14;

// Moves what one table has to another, a batch at a time so that lines can be asked for ahead.
template <class From, class To>
void move_to(const From& from, To& to) {
  std::array<NumberedAddress, 64> batch;
  std::size_t count = 0;
  from.for_each([&](const NumberedAddress& numbered) {
    batch[count++] = numbered;
    if (count == batch.size()) {
      to.put(batch);
      count = 0;
    }
  });
  to.put(std::span(batch).first(count));
}

// Would the addresses of the table fill pages? Decided on a sample of the pages, each complete.
bool fills_pages(const AddressHash& hash, std::uint64_t data, int rotation) {
  const std::uint64_t one_in = data / k_sample + 1;
  std::vector<std::uint64_t> pages;
  hash.for_each([&](const NumberedAddress& numbered) {
    const std::uint64_t page = ShadowPages::page_of(numbered.address, rotation);
    if (engine::mixed(page) % one_in == 0) {
      pages.push_back(page);
    }
  });
  std::sort(pages.begin(), pages.end());
  const auto end = std::unique(pages.begin(), pages.end());
  const auto distinct = static_cast<std::uint64_t>(end - pages.begin());
  return distinct != 0 && pages.size() >= distinct * k_dense_enough;
}

}  // namespace

class AddressMap::State {
 public:
  explicit State(const AddressMapOptions& options)
      : wanted_(options.table),
        numbers_{std::min(options.max_data, AddressMapOptions::k_most_data)} {
    if (options.table == AddressTable::hash) {
      table_.emplace<AddressHash>();
    }
  }

  void translate(std::span<const std::uint64_t> addresses, Datum* data) {
    while (!addresses.empty()) {
      const auto stretch = addresses.first(std::min(addresses.size(), k_stretch));
      std::visit([&](auto& table) { table.translate(stretch, data, numbers_); }, table_);
      choose();
      addresses = addresses.subspan(stretch.size());
      data += stretch.size();
    }
  }

  [[nodiscard]] std::uint64_t data() const { return numbers_.given; }
  [[nodiscard]] AddressTable table() const {
    return std::holds_alternative<ShadowPages>(table_) ? AddressTable::shadow : AddressTable::hash;
  }
  [[nodiscard]] std::uint64_t memory() const {
    return std::visit([](const auto& table) { return table.memory(); }, table_);
  }

 private:
  // Looks again whenever the table has doubled, so that all looks and moves together cost a small
  // multiple of filling it once.
  void choose() {
    if (auto* pages = std::get_if<ShadowPages>(&table_)) {
      if (pages->pages() >= next_look_) {
        choose_from(*pages);
      }
    } else if (auto& hash = std::get<AddressHash>(table_);
               wanted_ == AddressTable::automatic && hash.capacity() >= next_look_) {
      choose_from(hash);
    }
  }

  void choose_from(ShadowPages& pages) {
    if ((too_sparse(pages) || pages.rotation() == 0) && pages.rotation() != common_low_bits()) {
      ShadowPages rotated(common_low_bits());
      move_to(pages, rotated);
      pages = std::move(rotated);
    }
    next_look_ = std::max(2 * pages.pages(), k_first_look);
    if (wanted_ == AddressTable::automatic && too_sparse(pages)) {
      AddressHash hash;
      move_to(pages, hash);
      next_look_ = 2 * hash.capacity();
      table_ = std::move(hash);
    }
  }

  void choose_from(AddressHash& hash) {
    next_look_ = 2 * hash.capacity();
    if (fills_pages(hash, numbers_.given, common_low_bits())) {
      ShadowPages pages(common_low_bits());
      move_to(hash, pages);
      next_look_ = std::max(2 * pages.pages(), k_first_look);
      table_ = std::move(pages);
    }
  }

  [[nodiscard]] bool too_sparse(const ShadowPages& pages) const {
    return pages.pages() >= k_first_look && numbers_.given < pages.pages() * k_too_sparse;
  }
  [[nodiscard]] int common_low_bits() const {
    return numbers_.varying == 0 ? 0 : std::countr_zero(numbers_.varying);
  }

  AddressTable wanted_;
  AddressNumbers numbers_;
  std::uint64_t next_look_ = k_first_look;  // pages, or entries of the hash table
  std::variant<ShadowPages, AddressHash> table_;
};

AddressMap::AddressMap(const AddressMapOptions& options)
    : state_(std::make_unique<State>(options)) {}
AddressMap::~AddressMap() = default;
AddressMap::AddressMap(AddressMap&&) noexcept = default;
AddressMap& AddressMap::operator=(AddressMap&&) noexcept = default;

void AddressMap::translate(std::span<const std::uint64_t> addresses, std::span<Datum> data) {
  if (data.size() < addresses.size()) {
    throw std::invalid_argument("AddressMap::translate: fewer places than addresses");
  }
  state_->translate(addresses, data.data());
}

std::uint64_t AddressMap::data() const {
  return state_->data();
}
AddressTable AddressMap::table() const {
  return state_->table();
}
std::uint64_t AddressMap::memory() const {
  return state_->memory();
}

}  // namespace dmc
