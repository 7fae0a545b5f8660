// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/aligned_table.h"
#include "app/commands.h"
#include "app/open_speech.h"
#include "app/settings.h"
#include "app/terminal_progress.h"
#include "base/file_error.h"
#include "http/curl_client.h"
#include "speech/model_catalogue.h"
#include "speech/model_download.h"
#include "speech/whisper_quantizer.h"

namespace kolog::app {
namespace {

namespace json = boost::json;

std::string readable_size(std::uint64_t bytes) {
  const double mebibytes = static_cast<double>(bytes) / (1 << 20);
  return mebibytes < 1024 ? fmt::format("{:.0f} MiB", mebibytes)
                          : fmt::format("{:.1f} GiB", mebibytes / 1024);
}

enum class Form { text, json };

/// One line of the list: a model of the catalogue, or one that lies in a folder beside them.
struct Listed {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t memory = 0;
  std::string language;  // empty: only its maker knows
  std::string sha256;
  std::string path;  // empty: not installed
};

std::vector<Listed> listed(const Settings& settings) {
  const auto folders = model_folders(settings);
  std::vector<Listed> models;
  for (const auto& model : speech::known_models()) {
    const auto installed = speech::find_installed(model, folders);
    models.push_back({std::string(model.name), model.bytes, model.memory(), std::string(model.language),
                      std::string(model.sha256), installed ? installed->path.string() : ""});
  }
  for (const auto& model : speech::other_models(folders)) {
    std::error_code ignored;
    const auto bytes = std::filesystem::file_size(model.path, ignored);
    const auto memory = speech::memory_of(model.path);
    if (!ignored && memory) models.push_back({model.name, bytes, *memory, "", "", model.path.string()});
  }
  return models;
}

void print_json(const std::vector<Listed>& models) {
  json::array array;
  for (const auto& model : models) {
    json::array languages;
    for (const auto* const code : {"he", "en"}) {
      if (model.language.find(code) != model.language.npos) languages.emplace_back(code);
    }
    json::object object{{"name", model.name}, {"bytes", model.bytes}, {"memory_bytes", model.memory}};
    object["languages"] = model.language.empty() ? json::value() : json::value(std::move(languages));
    object["sha256"] = model.sha256.empty() ? json::value() : json::value(model.sha256);
    object["path"] = model.path.empty() ? json::value() : json::value(model.path);
    array.push_back(std::move(object));
  }
  std::cout << json::serialize(json::object{{"models", std::move(array)}}) << "\n";
}

void print_table(const std::vector<Listed>& models) {
  std::vector<std::vector<std::string>> rows;
  const auto or_dash = [](const std::string& text) { return text.empty() ? "-" : text; };
  for (const auto& model : models) {
    rows.push_back({model.name, readable_size(model.bytes), readable_size(model.memory),
                    or_dash(model.language), or_dash(model.sha256), or_dash(model.path)});
  }
  std::cout << aligned_table({{"NAME", Side::left},
                              {"SIZE"},
                              {"MEMORY"},
                              {"LANGUAGE", Side::left},
                              {"SHA-256", Side::left},
                              {"INSTALLED", Side::left}},
                             rows);
}

int list(const Settings& settings, Form form) {
  const auto models = listed(settings);
  if (form == Form::json) {
    print_json(models);
  } else {
    print_table(models);
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

int quantize(Settings settings, const std::string& name, const std::string& type_name,
             const std::string& output) {
  const auto type = speech::parse_quantized_type(type_name);
  if (!type) {
    std::cerr << "kolog: there is no type \"" << type_name << "\"; there are "
              << fmt::format("{}\n", fmt::join(speech::kQuantizedTypes, ", "));
    return kExitUsage;
  }
  settings.model = name;
  const auto model = find_speech_model(settings);
  if (!model) return report(model.error());
  std::filesystem::path target = output;
  if (output.empty()) {
    const auto folder = settings.data_dir / "models";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return report(file_error(error.value(), "Cannot make " + folder.string()));
    target = folder / (model->name + "-" + type_name + ".bin");
  }
  TerminalProgress progress(model->name + " to " + type_name);
  const auto done = speech::quantize_model_file(
      model->path, target,
      {.type = *type, .on_progress = [&progress](double share) { progress.update(share); }});
  if (!done) return report(done.error());
  std::cout << target.string() << "\n";
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

  auto* list_command =
      command->add_subcommand("list", "Name, size, memory, language, checksum, and where installed");
  auto format = std::make_shared<std::string>("text");
  list_command->add_option("--format", *format, "For people or for programs")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  list_command->callback(with_settings([format](const Settings& settings) {
    return list(settings, *format == "json" ? Form::json : Form::text);
  }));

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

  auto type = std::make_shared<std::string>();
  auto output = std::make_shared<std::string>();
  auto* quantize_command = command->add_subcommand(
      "quantize", "Make a smaller model of one in f16 or f32, in fewer bits a number");
  quantize_command->add_option("model", *name, "A model's name or file")->required();
  quantize_command->add_option("type", *type, fmt::format("{}", fmt::join(speech::kQuantizedTypes, ", ")))
      ->required();
  quantize_command->add_option("output", *output,
                               "The new file (default: MODEL-TYPE.bin in the data directory's models/)");
  quantize_command->callback(with_settings(
      [name, type, output](const Settings& settings) { return quantize(settings, *name, *type, *output); }));
}

}  // namespace kolog::app
