// SPDX-License-Identifier: Apache-2.0
#include "api/page_resource.h"

#include <algorithm>
#include <array>

#include "http/range.h"

namespace kolog::api {
namespace {

namespace asio = boost::asio;
using Answer = RouteTable::Answer;

constexpr std::string_view kIndex = "/index.html";
constexpr std::string_view kPagePolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' blob:; "
    "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
constexpr std::array<std::string_view, 2> kNotThePage = {"/api", "/webhook"};

const WebAsset* find_asset(std::span<const WebAsset> assets, std::string_view path) {
  const auto found = std::ranges::find(assets, path, &WebAsset::path);
  return found != assets.end() ? &*found : nullptr;
}

bool belongs_to_page(std::string_view path) {
  return std::ranges::none_of(kNotThePage, [path](std::string_view prefix) {
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
  });
}

/// The page's own routes have no file behind them; a missing script must not be answered with HTML.
bool looks_like_file(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') != path.npos;
}

http::Response asset_response(const WebAsset& asset, const http::Request& request) {
  const auto etag = '"' + std::string(asset.etag) + '"';
  http::Response response{
      200,
      {{"ETag", etag},
       {"Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
       {"Content-Security-Policy", std::string(kPagePolicy)},
       {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
       {"Cross-Origin-Opener-Policy", "same-origin"}},
      std::string{}};
  const bool conditional = request.headers.contains("If-None-Match");
  if (conditional && http::is_not_modified(request.headers, {etag, Timestamp{}})) {
    response.status = 304;
    return response;
  }
  response.headers.set("Content-Type", std::string(asset.content_type));
  response.body = std::string(reinterpret_cast<const char*>(asset.bytes.data()), asset.bytes.size());
  return response;
}

asio::awaitable<Answer> page(Context& context, http::Request request) {
  if (!belongs_to_page(request.path))
    co_return failure(ErrorCode::not_found, "There is nothing at this address");
  const auto* asset = find_asset(context.web_assets, request.path);
  if (asset == nullptr && !looks_like_file(request.path)) asset = find_asset(context.web_assets, kIndex);
  if (asset == nullptr) {
    co_return failure(ErrorCode::not_found, context.web_assets.empty()
                                                ? "This build of Kolog has no page; its API is under /api"
                                                : "There is nothing at this address");
  }
  co_return asset_response(*asset, request);
}

}  // namespace

void add_page_routes(RouteTable& routes) {
  routes.add_async("GET", "/*", page);
}

}  // namespace kolog::api
