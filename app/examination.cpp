// SPDX-License-Identifier: Apache-2.0
#include "app/examination.h"

#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "app/machine_memory.h"
#include "app/open_speech.h"
#include "app/open_storage.h"
#include "objects/disk_object_store.h"
#include "store/business_store.h"

namespace kolog::app {
namespace {

using database::Database;

struct Found {
  std::unique_ptr<Database> database;
  std::unique_ptr<objects::ObjectStore> objects;
  std::optional<SecretBox> secrets;
  Findings findings;
};

void open_database(const Settings& settings, Found& found) {
  auto opened =
      Database::open({.url = settings.database_url, .connections = 1, .access = Database::Access::looking});
  if (!opened) {
    const auto advice = opened.error().code == ErrorCode::not_found
                            ? "`kolog serve` makes it at its first start, unless data_dir is the wrong one"
                            : "Look at who may read it, and whether its disk is there";
    found.findings.push_back(bad("database", opened.error(), advice));
    return;
  }
  const auto pending = (*opened)->pending_migrations();
  if (!pending) {
    found.findings.push_back(bad("database", pending.error()));
    return;
  }
  if (*pending > 0) {
    found.findings.push_back({Verdict::bad, "database", "The database's schema is older than this program",
                              "Run `kolog migrate`, or start `kolog serve`, which does the same"});
    return;
  }
  if (*pending < 0) {
    found.findings.push_back({Verdict::bad, "database", "The database's schema is newer than this program",
                              "Use the version of Kolog that made it, or a newer one"});
    return;
  }
  found.findings.push_back(
      {Verdict::good, "database", "The database can be read and its schema is up to date"});
  found.database = std::move(*opened);
}

void open_objects(const Settings& settings, Found& found) {
  auto opened = look_into_objects(settings);
  if (opened) {
    found.objects = std::move(*opened);
    return;
  }
  found.findings.push_back(
      bad("storage", opened.error(),
          "`kolog serve` makes it at its first start, unless storage_url is the wrong one"));
}

void open_secrets(const Settings& settings, Found& found) {
  auto opened = SecretBox::open_existing(settings.secret_key_file);
  if (opened) {
    found.secrets.emplace(std::move(*opened));
    found.findings.push_back({Verdict::good, "key_file", "The key file is there and its owner's alone"});
    return;
  }
  const auto advice =
      opened.error().code == ErrorCode::not_found
          ? "`kolog serve` makes one at its first start. If there was one, put its copy back: what "
            "was sealed with it cannot be opened with another"
          : "";
  found.findings.push_back(bad("key_file", opened.error(), advice));
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return "ok";
    case Verdict::warning:
      return "warning";
    case Verdict::bad:
      return "wrong";
  }
  return "wrong";
}

Finding bad(std::string subject, const Error& error, std::string advice) {
  return {Verdict::bad, std::move(subject), error.public_message, std::move(advice)};
}

namespace {

std::string gigabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

}  // namespace

Findings look_at_model(const Patient& patient) {
  if (!uses_speech_engine(patient.settings, "whisper")) return {};
  const auto model = find_speech_model(patient.settings);
  if (!model) return {bad("model", model.error())};
  if (model->is_demo) {
    return {{Verdict::warning, "model",
             "Only the demo model is there, which understands its own sample calls and no people",
             "See `kolog models list` and run `kolog models pull NAME`"}};
  }
  const auto needed = speech::memory_of(model->path);
  if (!needed) return {bad("model", needed.error(), "Get it again, or take another (`kolog models list`)")};
  if (patient.memory > 0 && *needed > patient.memory) {
    return {{Verdict::warning, "model",
             "The model " + model->name + " takes " + gigabytes(*needed) +
                 " of memory, and this machine has " + gigabytes(patient.memory) +
                 ": calls will be transcribed very slowly or not at all",
             "Take a smaller one (`kolog models list`), or make it smaller: `kolog models quantize " +
                 model->name + " q5_0`"}};
  }
  return {{Verdict::good, "model", "Calls are transcribed with the model " + model->name}};
}

Findings look_at_numbers(const Patient& patient) {
  if (patient.database == nullptr) return {};
  const auto numbers = patient.database->read([](database::Session& session) -> Result<std::size_t> {
    return store::BusinessStore(session).list_numbers().size();
  });
  if (!numbers) return {bad("numbers", numbers.error())};
  if (*numbers == 0) {
    return {{Verdict::warning, "numbers", "No business has a number yet, so no call is taken in",
             "See `kolog admin create-business --help`"}};
  }
  return {{Verdict::good, "numbers", "Calls are taken in on " + std::to_string(*numbers) + " numbers"}};
}

Findings examine(const Settings& settings, const Clock& clock, http::Client& client) {
  Found found;
  open_database(settings, found);
  open_objects(settings, found);
  open_secrets(settings, found);
  const Patient patient{settings,
                        clock,
                        client,
                        found.database.get(),
                        found.objects.get(),
                        found.secrets ? &*found.secrets : nullptr,
                        machine_memory()};
  for (const auto& look :
       {look_at_disk, look_at_files, look_at_jobs, look_at_deletions, look_at_model, look_at_speech_server,
        look_at_language_model, look_at_numbers, look_at_accounts, look_at_time, look_at_public_url}) {
    auto findings = look(patient);
    std::move(findings.begin(), findings.end(), std::back_inserter(found.findings));
  }
  return std::move(found.findings);
}

}  // namespace kolog::app
