// SPDX-License-Identifier: Apache-2.0
// The one bridge between coroutines and blocking work: `co_await run_on(pool, work)` runs `work` on the
// pool's threads and resumes the coroutine on its own executor, with what `work` returned or threw. Work that
// has begun is never cancelled: it is waited for.
#pragma once

#include <functional>
#include <future>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kolog::http {

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> run_copy_on(boost::asio::thread_pool& pool, Work work) {
  // In this coroutine's frame, which the handler below keeps alive until the work is done.
  std::packaged_task<std::invoke_result_t<Work&>()> task(std::ref(work));
  auto result = task.get_future();
  const auto start = [&pool, &task](auto handler) {
    auto home = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
    boost::asio::post(pool, [&task, home = std::move(home), handler = std::move(handler)]() mutable {
      task();
      boost::asio::post(home.get_executor(), std::move(handler));
    });
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
      start, boost::asio::use_awaitable);
  co_return result.get();
}

/// Capture by reference: the caller stands still meanwhile. Work that owns something is a named variable,
/// because GCC 12 destroys a closure that is written inside a co_await expression twice.
template <class Work>
auto run_on(boost::asio::thread_pool& pool, Work&& work) {
  if constexpr (std::is_lvalue_reference_v<Work>) {
    return run_copy_on(pool, std::ref(work));
  } else {
    static_assert(std::is_trivially_copyable_v<Work>, "capture by reference, or give the work a name first");
    return run_copy_on(pool, Work(work));
  }
}

}  // namespace kolog::http
