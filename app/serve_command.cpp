// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <iostream>
#include <mutex>
#include <stop_token>
#include <thread>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include "api/routes.h"
#include "app/commands.h"
#include "app/open_engine.h"
#include "app/open_storage.h"
#include "app/pipeline.h"
#include "app/settings.h"
#include "base/log.h"
#include "http/server.h"

namespace kolog::app {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kTag = "SERVE";
constexpr std::size_t kDatabaseThreads = 8;
constexpr std::size_t kPasswordThreads = 2;
constexpr std::chrono::seconds kLongestGoodbye{10};  // for answers that are under way at the end

enum class Workers { here, elsewhere };

api::Settings api_settings(const Settings& settings, const SecretBox& secrets, const SpeechEngine& engine) {
  api::Settings api;
  api.public_url = settings.public_url;
  api.language = settings.language.value_or(domain::Language::hebrew);
  api.retention = settings.retention;
  api.session_lifetime = settings.session_lifetime;
  api.private_webhooks = settings.allow_private_webhooks ? webhooks::PrivateAddresses::allow
                                                         : webhooks::PrivateAddresses::refuse;
  api.webhook_secret_overlap = settings.webhook_secret_overlap;
  api.webhook_endpoints_per_business = static_cast<std::size_t>(settings.webhook_endpoints_per_business);
  api.instance_id = secrets.fingerprint();
  api.speech_model = engine.name;
  api.demo_model = engine.is_demo;
  api.time_zone = settings.time_zone;
  if (settings.insight_engine == "llm") api.language_model = settings.llm_model;
  api.language_model_daily_tokens = settings.llm_daily_tokens;
  api.insight_limits = settings.understanding;
  api.corrections_per_export = settings.corrections_per_export;
  return api;
}

void warn_of_gaps(const Settings& settings, const SpeechEngine& engine) {
  if (engine.is_demo) {
    log::warning("OFFLINE_STT",
                 "only the demo model is there: it understands its own sample calls and no people. "
                 "Get a real one with: kolog models pull NAME");
  }
  if (settings.twilio_account_sid.empty() || settings.twilio_auth_token.empty()) {
    log::warning(kTag,
                 "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not both set: webhooks are taken from the "
                 "accounts of `kolog admin list-accounts` alone");
  }
}

/// Ends the context after a while, unless it has come to its end by itself before.
std::jthread end_later(asio::io_context& context) {
  return std::jthread([&context](std::stop_token over) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, over, kLongestGoodbye, [] { return false; });
    if (!over.stop_requested()) context.stop();
  });
}

/// Runs until a signal says stop: no new connections, answers under way are finished, leases are handed back.
void run_until_signal(asio::io_context& context, http::Server& server) {
  asio::signal_set signals(context, SIGINT, SIGTERM);
  // A timer of the context would itself be the work that the context waits for.
  std::jthread goodbye;
  signals.async_wait([&](boost::system::error_code error, int) {
    if (error) return;
    log::info(kTag, "stopping");
    server.stop();
    goodbye = end_later(context);
  });
  std::vector<std::jthread> threads;
  const auto count = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
  for (unsigned i = 1; i < count; ++i) threads.emplace_back([&context] { context.run(); });
  context.run();
}

Result<void> serve(const Invocation& invocation, Workers workers) {
  const auto settings = load_settings(invocation.settings_file);
  if (!settings) return settings.error();
  std::signal(SIGPIPE, SIG_IGN);
  const SystemClock clock;
  const auto storage = open_storage(*settings);
  if (!storage) return storage.error();
  const auto pipeline =
      Pipeline::open(*settings, *storage->database, *storage->objects, storage->secrets, clock);
  if (!pipeline) return pipeline.error();
  const auto engine = find_speech_engine(*settings);
  if (!engine) return engine.error();
  warn_of_gaps(*settings, *engine);

  asio::thread_pool database_pool(kDatabaseThreads);
  asio::thread_pool password_pool(kPasswordThreads);
  api::PasswordHasher passwords;
  api::LoginThrottle throttle({}, clock);
  api::Metrics metrics;
  api::Context context{api_settings(*settings, storage->secrets, *engine),
                       *storage->database,
                       database_pool,
                       password_pool,
                       clock,
                       storage->secrets,
                       (*pipeline)->accounts(),
                       (*pipeline)->insight_defaults(),
                       (*pipeline)->ingest(),
                       [&] { return storage->objects->check_writable(); },
                       [&](std::string call_sid, recordings::Form form) {
                         return (*pipeline)->recordings().async_open(std::move(call_sid), form);
                       },
                       passwords,
                       throttle,
                       metrics,
                       api::web_assets(),
                       [&](std::string_view call_sid) { (*pipeline)->stop_transcription(call_sid); }};
  http::Router router;
  api::add_routes(router, context);
  asio::io_context io;
  const auto server = http::Server::open(
      io, {.listen = settings->listen, .maximum_body = settings->request_maximum_bytes}, router,
      [](const http::Request& request, int status, std::chrono::microseconds took) {
        log::debug(
            kTag, "answered",
            {{"method", request.method}, {"path", request.path}, {"status", status}, {"us", took.count()}});
      });
  if (!server) return server.error();
  if (workers == Workers::here) {
    auto transcriber = open_speech_engine(*settings, *engine, clock);
    if (!transcriber) return transcriber.error();
    (*pipeline)->start_workers(std::move(*transcriber));
  }
  log::info(kTag, "listening", {{"address", (*server)->address()}, {"public_url", settings->public_url}});
  run_until_signal(io, **server);
  (*pipeline)->stop_workers();
  database_pool.join();
  password_pool.join();
  return {};
}

}  // namespace

void add_serve_command(CLI::App& program, Invocation& invocation) {
  auto* command =
      program.add_subcommand("serve", "Answer Twilio, serve the page and the API, and work on calls");
  const auto no_workers = std::make_shared<bool>(false);
  command->add_flag("--no-workers", *no_workers, "Leave the work on calls to `kolog worker` processes");
  command->callback([&invocation, no_workers] {
    const auto served = serve(invocation, *no_workers ? Workers::elsewhere : Workers::here);
    if (!served) invocation.exit_status = report(served.error());
  });
}

}  // namespace kolog::app
