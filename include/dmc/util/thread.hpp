#pragma once

#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace dmc {

/// Starts a thread in `thread`, which must not have one. False where the system grants none (a
/// limit on processes or memory): the work is then for the threads that there are, the caller's at
/// least. Every thread of dmc is started here, so that none is taken for granted.
template <class Function>
[[nodiscard]] bool start_thread(std::thread& thread, Function&& function) {
  try {
    thread = std::thread(std::forward<Function>(function));
    return true;
  } catch (const std::system_error&) {
    return false;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

}  // namespace dmc
