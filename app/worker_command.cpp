// SPDX-License-Identifier: Apache-2.0
#include <csignal>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/open_engine.h"
#include "app/open_storage.h"
#include "app/pipeline.h"
#include "app/settings.h"
#include "base/log.h"

namespace kolog::app {
namespace {

Result<void> work(const Invocation& invocation) {
  const auto settings = load_settings(invocation.settings_file);
  if (!settings) return settings.error();
  // Blocked before any thread begins, so that the signal waits for us and ends nobody.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const SystemClock clock;
  const auto storage = open_storage(*settings);
  if (!storage) return storage.error();
  const auto pipeline =
      Pipeline::open(*settings, *storage->database, *storage->objects, storage->secrets, clock);
  if (!pipeline) return pipeline.error();
  const auto engine = find_speech_engine(*settings);
  if (!engine) return engine.error();
  auto transcriber = open_speech_engine(*settings, *engine, clock);
  if (!transcriber) return transcriber.error();
  (*pipeline)->start_workers(std::move(*transcriber));
  log::info("WORKER", "working", {{"engine", settings->speech_engine}, {"model", engine->name}});
  int signal = 0;
  sigwait(&ending, &signal);
  log::info("WORKER", "stopping");
  (*pipeline)->stop_workers();
  return {};
}

}  // namespace

void add_worker_command(CLI::App& program, Invocation& invocation) {
  auto* command =
      program.add_subcommand("worker", "Work on calls, beside `kolog serve --no-workers` on the same data");
  command->callback([&invocation] {
    if (const auto worked = work(invocation); !worked) invocation.exit_status = report(worked.error());
  });
}

}  // namespace kolog::app
