// SPDX-License-Identifier: Apache-2.0
#include "http/run_on.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

#include "base/result.h"

namespace kolog::http {
namespace {

namespace asio = boost::asio;

/// Runs a coroutine to its end on this thread.
template <class Coroutine>
void run(Coroutine coroutine) {
  asio::io_context context;
  std::exception_ptr failed;
  asio::co_spawn(context, std::move(coroutine), [&](std::exception_ptr error) { failed = error; });
  context.run();
  if (failed) std::rethrow_exception(failed);
}

TEST(RunOn, WorksOnThePoolAndResumesAtHome) {
  asio::thread_pool pool(1);
  const auto home = std::this_thread::get_id();
  std::thread::id worked_on;
  std::thread::id resumed_on;
  run([&]() -> asio::awaitable<void> {
    worked_on = co_await run_on(pool, [] { return std::this_thread::get_id(); });
    resumed_on = std::this_thread::get_id();
  });
  EXPECT_NE(worked_on, home);
  EXPECT_EQ(resumed_on, home);
}

TEST(RunOn, PassesWhatTheWorkReturns) {
  asio::thread_pool pool(1);
  run([&]() -> asio::awaitable<void> {
    const auto result = co_await run_on(
        pool, [] { return Result<std::string>(failure(ErrorCode::call_not_found, "Call not found")); });
    EXPECT_EQ(result.error().code, ErrorCode::call_not_found);
    auto give = [number = std::make_unique<int>(7)]() mutable { return std::move(number); };
    const auto given = co_await run_on(pool, give);
    EXPECT_EQ(*given, 7);
  });
}

TEST(RunOn, PassesWhatHasNoDefault) {
  struct Named {
    explicit Named(std::string text) : name(std::move(text)) {}
    std::string name;
  };
  asio::thread_pool pool(1);
  run([&]() -> asio::awaitable<void> {
    const auto named = co_await run_on(pool, [] { return Named("call"); });
    EXPECT_EQ(named.name, "call");
  });
}

TEST(RunOn, PassesExceptions) {
  asio::thread_pool pool(1);
  std::string caught;
  run([&]() -> asio::awaitable<void> {
    try {
      co_await run_on(pool, [] { throw std::runtime_error("disk on fire"); });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
  });
  EXPECT_EQ(caught, "disk on fire");
}

TEST(RunOn, UnderARaceWithATimerTheWorkIsWaitedFor) {
  using namespace asio::experimental::awaitable_operators;
  asio::thread_pool pool(1);
  bool done = false;
  run([&]() -> asio::awaitable<void> {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
    co_await (run_on(pool,
                     [&] {
                       std::this_thread::sleep_for(std::chrono::milliseconds(20));
                       done = true;
                     }) ||
              timer.async_wait(asio::use_awaitable));
  });
  EXPECT_TRUE(done);
}

TEST(RunOn, ManyAtOnceAllComeBack) {
  asio::thread_pool pool(4);
  asio::io_context context;
  int sum = 0;
  for (int i = 0; i < 1000; ++i) {
    asio::co_spawn(
        context,
        [&pool, &sum, i]() -> asio::awaitable<void> { sum += co_await run_on(pool, [i] { return i; }); },
        asio::detached);
  }
  context.run();
  EXPECT_EQ(sum, 499'500);
}

}  // namespace
}  // namespace kolog::http
