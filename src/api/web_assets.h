// SPDX-License-Identifier: Apache-2.0
// The page's files, built into the program. Any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace kolog::api {

struct WebAsset {
  std::string_view path;  // `/assets/index-3f2a.js`; the page itself is `/index.html`
  std::string_view content_type;
  std::span<const std::byte> bytes;
  std::string_view etag;  // without quotes
  bool immutable;         // its name changes when its bytes do
};

/// Empty in a build without the page.
std::span<const WebAsset> web_assets();

}  // namespace kolog::api
