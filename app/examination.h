// SPDX-License-Identifier: Apache-2.0
// What `kolog doctor` looks at, one function a subject. Looking makes and changes nothing and may go on
// beside a running server.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/settings.h"
#include "base/clock.h"
#include "base/secret_box.h"
#include "database/database.h"
#include "http/client.h"
#include "objects/object_store.h"

namespace kolog::app {

enum class Verdict { good, warning, bad };

/// `ok`, `warning` or `wrong`.
std::string_view to_string(Verdict verdict);

struct Finding {
  Verdict verdict = Verdict::good;
  std::string subject;      // for machines: `database`, `disk`, `orphan_file`, …
  std::string text;         // what is so
  std::string advice = {};  // what to do about it; empty where there is nothing
};

using Findings = std::vector<Finding>;

/// The installation as it was found: what is not there is null.
struct Patient {
  const Settings& settings;
  const Clock& clock;
  http::Client& client;
  database::Database* database = nullptr;
  objects::ObjectStore* objects = nullptr;
  const SecretBox* secrets = nullptr;
  std::uint64_t memory = 0;  // bytes, of the machine; 0: not known
};

/// Everything, in the order in which a person would want to know it.
Findings examine(const Settings& settings, const Clock& clock, http::Client& client);

Findings look_at_disk(const Patient& patient);
Findings look_at_files(const Patient& patient);
Findings look_at_model(const Patient& patient);
Findings look_at_speech_server(const Patient& patient);
Findings look_at_language_model(const Patient& patient);
Findings look_at_numbers(const Patient& patient);
Findings look_at_jobs(const Patient& patient);
Findings look_at_deletions(const Patient& patient);
Findings look_at_accounts(const Patient& patient);
Findings look_at_time(const Patient& patient);
Findings look_at_public_url(const Patient& patient);

/// What an Error says, and nothing of its detail.
Finding bad(std::string subject, const Error& error, std::string advice = {});

}  // namespace kolog::app
