// SPDX-License-Identifier: Apache-2.0
// The one bridge between coroutines and blocking work: `co_await run_on(pool, work)` runs `work` on the
// pool's threads and resumes the coroutine on its own executor.
#pragma once

#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kolog::http {

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work>> run_on(boost::asio::thread_pool& pool, Work work) {
  co_return co_await boost::asio::co_spawn(
      pool,
      [work = std::move(work)]() mutable -> boost::asio::awaitable<std::invoke_result_t<Work>> {
        co_return work();
      },
      boost::asio::use_awaitable);
}

}  // namespace kolog::http
