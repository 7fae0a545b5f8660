// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/commands.h"
#include "app/open_speech.h"
#include "app/settings.h"
#include "app/terminal_progress.h"
#include "http/curl_client.h"
#include "speech/model_catalogue.h"
#include "speech/model_download.h"

namespace kolog::app {
namespace {

std::string readable_size(std::uint64_t bytes) {
  const double mebibytes = static_cast<double>(bytes) / (1 << 20);
  return mebibytes < 1024 ? fmt::format("{:.0f} MiB", mebibytes)
                          : fmt::format("{:.1f} GiB", mebibytes / 1024);
}

int list(const Settings& settings) {
  const auto folders = model_folders(settings);
  std::cout << fmt::format("{:<22} {:>8}  {:<8} {:<64}  {}\n", "NAME", "SIZE", "LANGUAGE", "SHA-256",
                           "INSTALLED");
  for (const auto& model : speech::known_models()) {
    const auto installed = speech::find_installed(model, folders);
    std::cout << fmt::format("{:<22} {:>8}  {:<8} {:<64}  {}\n", model.name, readable_size(model.bytes),
                             model.language, model.sha256, installed ? installed->path.string() : "-");
  }
  return std::cout ? kExitOk : kExitFailed;
}

int pull(const Settings& settings, const std::string& name, const std::string& home) {
  const auto* model = speech::known_model(name);
  if (model == nullptr) {
    std::cerr << "kolog: there is no model \"" << name << "\"; kolog models list shows those there are\n";
    return kExitUsage;
  }
  if (const auto installed = speech::find_installed(*model, model_folders(settings))) {
    std::cerr << "kolog: " << name << " is installed already\n";
    std::cout << installed->path.string() << "\n";
    return kExitOk;
  }
  std::cerr << fmt::format("kolog: fetching {} ({}) from {}\n", name, readable_size(model->bytes), home);
  http::CurlClient client;
  TerminalProgress progress(name);
  const auto path = speech::download_model(
      client, {.model = *model,
               .folder = settings.data_dir / "models",
               .home = home,
               .on_progress =
                   [&](std::uint64_t bytes) {
                     progress.update(static_cast<double>(bytes) / static_cast<double>(model->bytes));
                   },
               .stop = {}});
  if (!path) return report(path.error());
  std::cout << path->string() << "\n";
  return std::cout ? kExitOk : kExitFailed;
}

int path(Settings settings, const std::string& name) {
  if (!name.empty()) settings.model = name;
  const auto found = find_speech_model(settings);
  if (!found) return report(found.error());
  std::cout << found->path.string() << "\n";
  return std::cout ? kExitOk : kExitFailed;
}

}  // namespace

void add_models_command(CLI::App& program, Invocation& invocation) {
  auto* command = program.add_subcommand("models", "Whisper models: which there are, and fetching one");
  command->require_subcommand(1);
  auto name = std::make_shared<std::string>();
  auto home = std::make_shared<std::string>(speech::kModelsHome);
  const auto with_settings = [&invocation](auto work) {
    return [&invocation, work] {
      const auto settings = load_settings(invocation.settings_file);
      invocation.exit_status = settings ? work(*settings) : report(settings.error());
    };
  };

  auto* list_command = command->add_subcommand("list", "Name, size, language, checksum, and where installed");
  list_command->callback(with_settings([](const Settings& settings) { return list(settings); }));

  auto* pull_command = command->add_subcommand(
      "pull", "Fetch a model into the data directory; goes on where an earlier run stopped");
  pull_command->add_option("name", *name, "As the list names it")->required();
  pull_command->add_option("--from", *home, "Another server that holds the same paths")
      ->envname("KOLOG_MODELS_URL")
      ->capture_default_str();
  pull_command->callback(
      with_settings([name, home](const Settings& settings) { return pull(settings, *name, *home); }));

  auto* path_command = command->add_subcommand("path", "Where a model lies; without a name, the one in use");
  path_command->add_option("name", *name, "A model's name or file");
  path_command->callback(with_settings([name](const Settings& settings) { return path(settings, *name); }));
}

}  // namespace kolog::app
