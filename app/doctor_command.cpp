// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "app/commands.h"
#include "app/examination.h"
#include "app/settings.h"
#include "base/log.h"
#include "http/curl_client.h"

namespace kolog::app {
namespace {

namespace json = boost::json;

enum class Form { text, json };

void print_text(const Findings& findings) {
  constexpr std::size_t kWidth = 8;  // of the longest verdict and a space
  for (const auto& finding : findings) {
    std::string mark(to_string(finding.verdict));
    mark.resize(kWidth, ' ');
    std::cout << mark << finding.text << "\n";
    if (!finding.advice.empty()) std::cout << std::string(kWidth, ' ') << finding.advice << "\n";
  }
}

void print_json(const Findings& findings, bool healthy) {
  json::array array;
  for (const auto& finding : findings) {
    array.push_back({{"verdict", to_string(finding.verdict)},
                     {"subject", finding.subject},
                     {"text", finding.text},
                     {"advice", finding.advice}});
  }
  std::cout << json::serialize(json::object{{"healthy", healthy}, {"findings", std::move(array)}}) << "\n";
}

int diagnose(const Settings& settings, Form form) {
  // Its findings are what it says; the log would say some of them twice.
  log::set_level("error");
  const SystemClock clock;
  http::CurlClient client;
  const auto findings = examine(settings, clock, client);
  const bool healthy = std::none_of(findings.begin(), findings.end(),
                                    [](const Finding& finding) { return finding.verdict == Verdict::bad; });
  if (form == Form::json) {
    print_json(findings, healthy);
  } else {
    print_text(findings);
  }
  return healthy ? kExitOk : kExitFailed;
}

}  // namespace

void add_doctor_command(CLI::App& program, Invocation& invocation) {
  auto* command =
      program.add_subcommand("doctor", "Say what is wrong with this installation, in plain words");
  const auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "Print the findings as one JSON object");
  command->callback([&invocation, as_json] {
    const auto settings = load_settings(invocation.settings_file);
    invocation.exit_status =
        settings ? diagnose(*settings, *as_json ? Form::json : Form::text) : report(settings.error());
  });
}

}  // namespace kolog::app
