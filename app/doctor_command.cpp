// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <iostream>
#include <string>
#include <sys/statvfs.h>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/open_speech.h"
#include "app/open_storage.h"
#include "app/settings.h"
#include "recordings/twilio_accounts.h"
#include "store/business_store.h"
#include "store/job_store.h"
#include "store/twilio_account_store.h"

namespace kolog::app {
namespace {

using database::Session;

enum class Verdict { good, warning, bad };

struct Finding {
  Verdict verdict = Verdict::good;
  std::string text;  // what is so, and what to do about it
};

constexpr unsigned long long kLittleSpace = 2ULL << 30;  // bytes: some days of a small business's recordings

Finding bad(const Error& error) {
  return {Verdict::bad, error.public_message};
}

Finding look_at_storage(const Settings& settings) {
  if (const auto objects = open_objects(settings); !objects) return bad(objects.error());
  struct statvfs status {};
  if (::statvfs(settings.data_dir.c_str(), &status) != 0) return {Verdict::good, "Recordings can be stored"};
  const auto free = static_cast<unsigned long long>(status.f_bavail) * status.f_frsize;
  const auto text = std::to_string(free >> 20) + " MiB are free for recordings";
  if (free < kLittleSpace) return {Verdict::warning, text + ": make room, or keep recordings for fewer days"};
  return {Verdict::good, text};
}

Finding look_at_model(const Settings& settings) {
  const auto model = find_speech_model(settings);
  if (!model) return bad(model.error());
  if (model->is_demo) {
    return {Verdict::warning,
            "Only the demo model is there, which understands its own sample calls and no people. First thing "
            "to do: see "
            "`kolog models list` and run `kolog models pull NAME`"};
  }
  return {Verdict::good, "Calls are transcribed with the model " + model->name};
}

Finding look_at_installation_account(const Settings& settings, bool there_are_others) {
  if (!settings.twilio_account_sid.empty() && !settings.twilio_auth_token.empty())
    return {Verdict::good, "Twilio's credentials are set"};
  if (there_are_others) {
    return {Verdict::warning,
            "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not both set: only the accounts of `kolog admin "
            "list-accounts` are served"};
  }
  return {Verdict::bad,
          "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not both set: webhooks are refused and recordings "
          "cannot be fetched. "
          "Both stand in Twilio's console"};
}

/// The installation's account, and those of businesses: their tokens must open with this key.
std::vector<Finding> look_at_twilio(const Settings& settings) {
  const auto database = open_database(settings);
  const auto secrets = open_secrets(settings);
  if (!database || !secrets) return {bad(database ? secrets.error() : database.error())};
  const auto accounts = (*database)->read([](Session& session) -> Result<std::vector<domain::TwilioAccount>> {
    return store::TwilioAccountStore(session).list();
  });
  if (!accounts) return {bad(accounts.error())};
  std::vector<Finding> findings = {look_at_installation_account(settings, !accounts->empty())};
  recordings::TwilioAccounts directory({}, **database, *secrets);
  for (const auto& account : *accounts) {
    const auto owner = directory.owner_of(account.account_sid);
    findings.push_back(
        owner ? Finding{Verdict::good, "The Twilio account " + account.account_sid + " can be used"}
              : Finding{Verdict::bad, account.account_sid + ": " + owner.error().public_message});
  }
  return findings;
}

Finding look_at_public_url(const Settings& settings) {
  if (!settings.public_url.starts_with("https://")) {
    return {Verdict::warning, "KOLOG_PUBLIC_URL is " + settings.public_url +
                                  ": Twilio must be able to reach it, and logins are only safe over https"};
  }
  return {Verdict::good, "Twilio calls us by " + settings.public_url};
}

std::vector<Finding> look_at_database(const Settings& settings) {
  const auto database = open_database(settings);
  if (!database) return {bad(database.error())};
  std::vector<Finding> findings = {{Verdict::good, "The database can be used and its schema is up to date"}};
  struct Contents {
    std::size_t numbers = 0;
    store::JobStore::Counts jobs;
  };
  const auto contents = (*database)->read([](Session& session) -> Result<Contents> {
    return Contents{store::BusinessStore(session).list_numbers().size(), store::JobStore(session).counts()};
  });
  if (!contents) return {bad(contents.error())};
  if (contents->numbers == 0) {
    findings.push_back(
        {Verdict::warning, "No business has a number yet: see `kolog admin create-business --help`"});
  }
  if (contents->jobs.dead > 0) {
    findings.push_back(
        {Verdict::warning, std::to_string(contents->jobs.dead) +
                               " jobs were given up: the calls that they belong to say why on the page"});
  }
  return findings;
}

int examine(const Settings& settings) {
  auto findings = look_at_database(settings);
  const auto twilio = look_at_twilio(settings);
  findings.insert(findings.end(), twilio.begin(), twilio.end());
  for (const auto& look : {look_at_storage, look_at_model, look_at_public_url}) {
    findings.push_back(look(settings));
  }
  bool healthy = true;
  for (const auto& finding : findings) {
    const char* mark = finding.verdict == Verdict::good      ? "ok      "
                       : finding.verdict == Verdict::warning ? "warning "
                                                             : "wrong   ";
    std::cout << mark << finding.text << "\n";
    healthy = healthy && finding.verdict != Verdict::bad;
  }
  return healthy ? kExitOk : kExitFailed;
}

}  // namespace

void add_doctor_command(CLI::App& program, Invocation& invocation) {
  auto* command =
      program.add_subcommand("doctor", "Say what is wrong with this installation, in plain words");
  command->callback([&invocation] {
    const auto settings = load_settings(invocation.settings_file);
    invocation.exit_status = settings ? examine(*settings) : report(settings.error());
  });
}

}  // namespace kolog::app
