// SPDX-License-Identifier: Apache-2.0
#include "speech/model_handling.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include <boost/json.hpp>

namespace kolog::speech {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

struct Range {
  double lowest;
  double highest;
};

Result<double> number_of(const json::value& value, std::string_view name, Range range) {
  if (value.is_number()) {
    const auto number = value.to_number<double>();
    if (number >= range.lowest && number <= range.highest) return number;
  }
  return failure(ErrorCode::invalid_request, "\"" + std::string(name) + "\" must be a number from " +
                                                 std::to_string(static_cast<int>(range.lowest)) + " to " +
                                                 std::to_string(static_cast<int>(range.highest)));
}

Result<void> set(ModelHandling& handling, std::string_view name, const json::value& value) {
  const auto take = [&](Range range, auto put) -> Result<void> {
    const auto number = number_of(value, name, range);
    if (!number) return number.error();
    put(*number);
    return {};
  };
  const auto time = [](double number) { return milliseconds{static_cast<long long>(number)}; };
  if (name == "utterances")
    return take({0, 100}, [&](double n) { handling.utterances = static_cast<int>(n); });
  if (name == "longest_window_ms")
    return take({1'000, 29'000}, [&](double n) { handling.longest_window = time(n); });
  if (name == "kept_pause_ms") return take({0, 29'000}, [&](double n) { handling.kept_pause = time(n); });
  if (name == "margin_ms") return take({-1, 30'000}, [&](double n) { handling.margin = time(n); });
  if (name == "sure") return take({-10, 0}, [&](double n) { handling.sure = n; });
  if (name == "alignment_layer")
    return take({kNoAlignment, 63}, [&](double n) { handling.alignment_layer = static_cast<int>(n); });
  return failure(ErrorCode::invalid_request, "\"" + std::string(name) + "\" is unknown");
}

}  // namespace

Result<ModelHandling> handling_beside(const std::filesystem::path& model, const ModelHandling& otherwise) {
  auto file = model;
  file += ".json";
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return otherwise;
  const auto wrong = [&](const std::string& what) {
    return failure(ErrorCode::invalid_request, file.string() + ": " + what);
  };
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  boost::system::error_code malformed;
  const auto value = json::parse(text, malformed);
  if (malformed || !value.is_object()) return wrong("not a JSON object");
  auto handling = otherwise;
  for (const auto& [name, member] : value.get_object()) {
    if (auto done = set(handling, name, member); !done) return wrong(done.error().public_message);
  }
  return handling;
}

}  // namespace kolog::speech
