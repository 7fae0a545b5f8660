// SPDX-License-Identifier: Apache-2.0
#include "speech/model_download.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/file_handle.h"
#include "http/url.h"

namespace kolog::speech {
namespace {

constexpr int kMostRedirects = 5;
constexpr std::chrono::hours kLongest{12};

Error file_failure(const std::filesystem::path& path, int reason) {
  const auto code = reason == ENOSPC || reason == EDQUOT ? ErrorCode::storage_full : ErrorCode::internal;
  return failure(code, fmt::format("Cannot write {}: {}", path.string(), std::strerror(reason)));
}

Error not_as_published(const KnownModel& model, std::string_view what) {
  return failure(ErrorCode::unsupported_media,
                 fmt::format("What came is not the model {} as it was published: {}. It was thrown away.",
                             model.name, what));
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Absolute, or a path on the same server; never from https down to http.
Result<std::string> redirect_target(const std::string& from, std::string_view location) {
  const auto base = http::parse_url(from);
  if (!base) return base.error();
  std::string target(location);
  if (location.starts_with("//")) {
    target = base->scheme + ":" + target;
  } else if (location.starts_with('/')) {
    target = http::origin_of(*base) + target;
  }
  const auto url = http::parse_url(target);
  if (!url || (url->scheme != "https" && base->scheme == "https")) {
    return failure(ErrorCode::refused, "The models' server sends us to an address that is not safe.");
  }
  return target;
}

Result<http::ClientResponse> send_following(http::Client& client, http::ClientRequest request) {
  for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
    auto response = client.send(request);
    if (!response || !is_redirect(response->status)) return response;
    auto target = redirect_target(request.url, response->headers.get("Location"));
    if (!target) return target.error();
    request.url = std::move(*target);
  }
  return failure(ErrorCode::unavailable, "The models' server sends us round in circles.");
}

http::ClientRequest request_for(const ModelDownload& download) {
  http::ClientRequest request;
  request.url = fmt::format("{}{}{}", download.home, download.model.home, download.model.home_file);
  request.timeout = kLongest;
  request.maximum_body = download.model.bytes;
  return request;
}

/// Whether the server gives parts of the file, asked for one byte: from the answer to the real request it
/// would be known only after its body.
bool gives_ranges(http::Client& client, const ModelDownload& download) {
  auto request = request_for(download);
  request.headers.set("Range", "bytes=0-0");
  request.on_body = [got = std::size_t{0}](std::string_view piece) mutable {
    return (got += piece.size()) <= 1;
  };
  const auto response = send_following(client, std::move(request));
  return response && response->status == 206;
}

class PartFile {
 public:
  /// Opens or makes the part and keeps other processes out of it.
  static Result<PartFile> open(std::filesystem::path path) {
    FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file) return file_failure(path, errno);
    if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
      return failure(ErrorCode::conflict, "This model is being fetched by another process.");
    }
    return PartFile(std::move(path), std::move(file));
  }

  std::uint64_t size() const {
    struct stat status {};
    return ::fstat(file_.descriptor(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
  }
  bool cut_to(std::uint64_t size) { return ::ftruncate(file_.descriptor(), static_cast<off_t>(size)) == 0; }

  bool append(std::string_view piece) {
    auto at = size();
    while (!piece.empty()) {
      const auto count = ::pwrite(file_.descriptor(), piece.data(), piece.size(), static_cast<off_t>(at));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        error_ = errno;
        return false;
      }
      at += static_cast<std::uint64_t>(count);
      piece.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  int error() const { return error_; }

  std::string sha256() const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    std::string block(1 << 20, '\0');
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    for (off_t at = 0;;) {
      const auto count = ::pread(file_.descriptor(), block.data(), block.size(), at);
      if (count <= 0) break;
      EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(count));
      at += count;
    }
    EVP_DigestFinal_ex(context.get(), digest.data(), &length);
    std::string hexadecimal;
    for (unsigned int i = 0; i < length; ++i) hexadecimal += fmt::format("{:02x}", digest[i]);
    return hexadecimal;
  }

  Result<std::filesystem::path> install_as(const std::filesystem::path& target) {
    if (::fsync(file_.descriptor()) != 0 || ::rename(path_.c_str(), target.c_str()) != 0) {
      return file_failure(target, errno);
    }
    return target;
  }
  void remove() { ::unlink(path_.c_str()); }

 private:
  PartFile(std::filesystem::path path, FileHandle file) : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  FileHandle file_;
  int error_ = 0;
};

/// One request for what is missing. What arrived stays in the part, whatever happens.
Result<void> fetch_rest(http::Client& client, const ModelDownload& download, PartFile& part) {
  auto request = request_for(download);
  if (part.size() > 0) {
    // The addresses name a revision and the whole is checked by its sum: If-Range has nothing to add.
    request.headers.set("Range", fmt::format("bytes={}-", part.size()));
  }
  bool too_long = false;
  request.on_body = [&](std::string_view piece) {
    too_long = part.size() + piece.size() > download.model.bytes;
    if (download.stop.stop_requested() || too_long || !part.append(piece)) return false;
    if (download.on_progress) download.on_progress(part.size());
    return true;
  };
  const auto response = send_following(client, std::move(request));
  if (download.stop.stop_requested()) return failure(ErrorCode::cancelled, "The download was stopped.");
  if (part.error() != 0) return file_failure(download.folder, part.error());
  if (too_long) return not_as_published(download.model, "it is too long");
  if (!response) return response.error();
  if (response->status == 200 || response->status == 206) return {};
  const bool later = response->status >= 500 || response->status == 429;
  return failure(later ? ErrorCode::unavailable : ErrorCode::refused,
                 fmt::format("The models' server answers with status {}.", response->status));
}

}  // namespace

Result<std::filesystem::path> download_model(http::Client& client, const ModelDownload& download) {
  const auto& model = download.model;
  if (model.home.empty()) return failure(ErrorCode::invalid_request, "This model comes with Kolog.");
  std::error_code error;
  std::filesystem::create_directories(download.folder, error);
  if (error) return file_failure(download.folder, error.value());
  auto part = PartFile::open(download.folder / (std::string(model.file) + ".part"));
  if (!part) return part.error();
  if (part->size() > model.bytes ||
      (part->size() > 0 && part->size() < model.bytes && !gives_ranges(client, download))) {
    if (!part->cut_to(0)) return file_failure(download.folder, errno);
  }
  const auto space = std::filesystem::space(download.folder, error);
  if (!error && space.available < model.bytes - part->size()) return file_failure(download.folder, ENOSPC);
  while (part->size() < model.bytes) {
    const auto before = part->size();
    const auto fetched = fetch_rest(client, download, *part);
    if (part->size() == model.bytes) break;
    if (fetched || fetched.error().code == ErrorCode::unsupported_media) {
      part->remove();
      return not_as_published(model, "its length is another");
    }
    // A line that breaks is taken up again as long as each attempt brings something.
    const bool broke_off = fetched.error().code == ErrorCode::unavailable && part->size() > before;
    if (broke_off && gives_ranges(client, download)) continue;
    if (part->size() == 0) part->remove();
    return fetched.error();
  }
  if (part->sha256() != model.sha256) {
    part->remove();
    return not_as_published(model, "its checksum is another");
  }
  return part->install_as(download.folder / model.file);
}

}  // namespace kolog::speech
