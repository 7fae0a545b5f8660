// SPDX-License-Identifier: Apache-2.0
#include "base/secret_box.h"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <sodium.h>

#include "base/file_handle.h"

namespace kolog {
namespace {

constexpr std::string_view kVersion = "v1.";
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(SecretBox::kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

void initialise_once() {
  static const int initialised = sodium_init();
  if (initialised < 0) throw std::runtime_error("libsodium cannot be initialised");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error key_failure(const std::filesystem::path& file, std::string_view what, int number = 0) {
  return failure(ErrorCode::internal, "The key file " + file.string() + " " + std::string(what),
                 number == 0 ? std::string{} : std::generic_category().message(number));
}

/// Another process may make the key at the same moment: whoever links its file first has made it.
Result<void> make_key(const std::filesystem::path& file) {
  const auto draft = file.string() + "." + std::to_string(::getpid());
  SecretBox::Key key;
  randombytes_buf(key.data(), key.size());
  {
    const FileHandle handle(
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    const bool written =
        handle && ::write(handle.descriptor(), key.data(), key.size()) == ssize_t{SecretBox::kKeyBytes} &&
        ::fsync(handle.descriptor()) == 0;
    sodium_memzero(key.data(), key.size());
    if (!written) {
      const int number = errno;
      ::unlink(draft.c_str());
      return key_failure(file, "cannot be written", number);
    }
  }
  const bool linked = ::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST;
  const int number = errno;
  ::unlink(draft.c_str());
  if (!linked) return key_failure(file, "cannot be written", number);
  return {};
}

}  // namespace

Result<SecretBox> SecretBox::open_existing(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    return failure(ErrorCode::not_found, "There is no key file " + file.string());
  return open(file);
}

std::string SecretBox::fingerprint() const {
  initialise_once();
  constexpr std::string_view kPurpose = "kolog installation";
  std::array<unsigned char, 16> hash;
  crypto_generichash(hash.data(), hash.size(), bytes_of(kPurpose), kPurpose.size(), key_.data(), key_.size());
  std::string text(2 * hash.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();  // its terminating zero
  return text;
}

Result<SecretBox> SecretBox::open(const std::filesystem::path& file) {
  initialise_once();
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  if (!std::filesystem::exists(file, error)) {
    if (auto made = make_key(file); !made) return made.error();
  }
  const FileHandle handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!handle || ::fstat(handle.descriptor(), &status) != 0)
    return key_failure(file, "cannot be read", errno);
  if ((status.st_mode & 077) != 0) return key_failure(file, "can be read by others: chmod 600 it");
  Key key;
  if (status.st_size != ssize_t{kKeyBytes} ||
      ::read(handle.descriptor(), key.data(), key.size()) != ssize_t{kKeyBytes})
    return key_failure(file, "holds no key");
  return SecretBox(key);
}

std::string SecretBox::seal(const Secret& secret, std::string_view context) const {
  initialise_once();
  const auto& text = secret.reveal();
  std::vector<unsigned char> sealed(kNonceBytes + text.size() + kTagBytes);
  randombytes_buf(sealed.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonceBytes, nullptr, bytes_of(text),
                                             text.size(), bytes_of(context), context.size(), nullptr,
                                             sealed.data(), key_.data());
  std::string encoded(sodium_base64_encoded_len(sealed.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(encoded.data(), encoded.size(), sealed.data(), sealed.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  encoded.pop_back();  // its terminating zero
  return std::string(kVersion) + encoded;
}

Result<Secret> SecretBox::unseal(std::string_view sealed, std::string_view context) const {
  initialise_once();
  const auto unreadable = failure(
      ErrorCode::internal, "A sealed secret cannot be opened: is the key file the one it was sealed with?",
      std::string(context));
  if (!sealed.starts_with(kVersion)) return unreadable;
  sealed.remove_prefix(kVersion.size());
  std::vector<unsigned char> bytes(sealed.size());
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), sealed.data(), sealed.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0 ||
      size < kNonceBytes + kTagBytes)
    return unreadable;
  std::string text(size - kNonceBytes - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr, bytes.data() + kNonceBytes,
          size - kNonceBytes, bytes_of(context), context.size(), bytes.data(), key_.data()) != 0)
    return unreadable;
  return Secret(std::move(text));
}

}  // namespace kolog
