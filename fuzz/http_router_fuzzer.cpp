// SPDX-License-Identifier: Apache-2.0
// Any bytes as a path: router and decode_path refuse the same ones, and no capture can climb out of a folder.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "http/router.h"
#include "http/url.h"

namespace {

kolog::http::Router routes() {
  kolog::http::Router router;
  const auto handler = [](kolog::http::Request) -> boost::asio::awaitable<kolog::http::Response> {
    co_return kolog::http::Response{};
  };
  for (const auto* pattern :
       {"/api/calls", "/api/calls/{call_sid}", "/api/calls/{call_sid}/download", "/assets/*", "/*"}) {
    router.add("GET", pattern, handler);
  }
  return router;
}

bool climbs(std::string_view path) {
  return path == ".." || path.starts_with("../") || path.ends_with("/..") || path.find("/../") != path.npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog::http;
  static const Router router = routes();
  const std::string_view path(reinterpret_cast<const char*>(data), size);
  const auto found = router.find("GET", path);
  const bool refused = std::holds_alternative<Router::BadPath>(found);
  if (refused != decode_path(path).has_error()) std::abort();
  const auto* const match = std::get_if<Router::Match>(&found);
  if (!refused && match == nullptr) std::abort();  // `/*` takes whatever is left
  if (match == nullptr) return 0;
  for (const auto& [name, value] : match->captures) {
    if (climbs(value) || value.find('\0') != value.npos || !is_utf8(value)) std::abort();
  }
  return 0;
}
