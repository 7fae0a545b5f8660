// SPDX-License-Identifier: Apache-2.0
// Client over libcurl. Keeps idle connections for the next request; any number of threads may send at once.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "http/client.h"

namespace kolog::http {

class CurlClient final : public Client {
 public:
  CurlClient();
  ~CurlClient() override;
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  Result<ClientResponse> send(const ClientRequest& request) override;

 private:
  class Handle;

  std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle);

  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> idle_;  // each with its own connections; the last used on top
};

}  // namespace kolog::http
