// SPDX-License-Identifier: Apache-2.0
#include "webhooks/address_policy.h"

#include <gtest/gtest.h>

namespace kolog::webhooks {
namespace {

AddressPolicy policy(std::vector<std::string> addresses,
                     PrivateAddresses allowed = PrivateAddresses::refuse) {
  return AddressPolicy(allowed, [addresses = std::move(addresses)](const std::string&) { return addresses; });
}

TEST(AddressPolicy, PublicAddressesArePublic) {
  for (const std::string_view address : {"1.1.1.1",
                                         "8.8.8.8",
                                         "9.255.255.255",
                                         "11.0.0.0",
                                         "100.63.255.255",
                                         "100.128.0.0",
                                         "126.255.255.255",
                                         "128.0.0.0",
                                         "169.253.255.255",
                                         "172.15.255.255",
                                         "172.32.0.0",
                                         "192.0.1.0",
                                         "192.167.255.255",
                                         "192.169.0.0",
                                         "198.17.255.255",
                                         "198.20.0.0",
                                         "223.255.255.255",
                                         "2001:4860:4860::8888",
                                         "2606:4700:4700::1111",
                                         "2a00:1450::1",
                                         "2001:200::1",
                                         "3ffe::1"}) {
    EXPECT_TRUE(is_public_address(address)) << address;
  }
}

TEST(AddressPolicy, SpecialAddressesAreNot) {
  for (const std::string_view address :
       {"0.0.0.0",         "0.1.2.3",         "10.0.0.0",        "10.255.255.255",  "100.64.0.0",
        "100.127.255.255", "127.0.0.1",       "127.255.255.255", "169.254.169.254", "172.16.0.0",
        "172.31.255.255",  "192.0.0.8",       "192.0.2.1",       "192.88.99.1",     "192.168.0.0",
        "192.168.255.255", "198.18.0.0",      "198.19.255.255",  "198.51.100.1",    "203.0.113.9",
        "224.0.0.1",       "239.255.255.255", "240.0.0.1",       "255.255.255.255"}) {
    EXPECT_FALSE(is_public_address(address)) << address;
  }
  for (const std::string_view address : {"::",
                                         "::1",
                                         "fe80::1",
                                         "febf::1",
                                         "fec0::1",
                                         "fc00::1",
                                         "fd12:3456::1",
                                         "ff02::1",
                                         "::ffff:127.0.0.1",
                                         "::ffff:8.8.8.8",
                                         "::ffff:a00:1",
                                         "::127.0.0.1",
                                         "::8.8.8.8",
                                         "64:ff9b::a00:1",
                                         "64:ff9b:1::1",
                                         "100::1",
                                         "2001::1",
                                         "2001:0:4136:e378::1",
                                         "2001:db8::1",
                                         "2002:7f00:1::",
                                         "2002:a00:1::1",
                                         "3fff::1",
                                         "4000::1"}) {
    EXPECT_FALSE(is_public_address(address)) << address;
  }
}

TEST(AddressPolicy, WhatIsNoAddressIsNotPublic) {
  for (const std::string_view text : {"", "localhost", "1.1.1", "01.1.1.1", "1.1.1.1 ", "256.1.1.1",
                                      "2130706433", "fe80::1%eth0", "[2001:4860:4860::8888]", "8.8.8.8:53"}) {
    EXPECT_FALSE(is_public_address(text)) << text;
  }
}

TEST(AddressPolicy, GivesTheAddressesThatWereCheckedInTheirOrder) {
  const std::vector<std::string> addresses = {"93.184.216.34", "1.1.1.1"};
  EXPECT_EQ(policy(addresses).addresses_for("https://hooks.example.org/kolog").value(), addresses);
}

TEST(AddressPolicy, HostIsResolvedAsItStandsInTheUrl) {
  std::string asked;
  const AddressPolicy checked(PrivateAddresses::refuse, [&asked](const std::string& host) {
    asked = host;
    return std::vector<std::string>{"1.1.1.1"};
  });
  ASSERT_TRUE(checked.addresses_for("https://Hooks.Example.org:8443/a?b=c"));
  EXPECT_EQ(asked, "hooks.example.org");
  ASSERT_TRUE(checked.addresses_for("https://[2606:4700:4700::1111]/"));
  EXPECT_EQ(asked, "2606:4700:4700::1111");
}

TEST(AddressPolicy, OnePrivateAddressAmongPublicOnesIsEnoughToRefuse) {
  for (const std::string address :
       {"127.0.0.1", "::1", "169.254.169.254", "fe80::1%eth0", "not an address"}) {
    const auto checked = policy({"93.184.216.34", address}).addresses_for("https://hooks.example.org/");
    ASSERT_FALSE(checked) << address;
    EXPECT_EQ(checked.error().code, ErrorCode::refused);
  }
}

TEST(AddressPolicy, FiguresInEveryNotationAreResolvedBeforeTheyAreJudged) {
  const AddressPolicy checked(PrivateAddresses::refuse);
  for (const std::string_view url : {"https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/",
                                     "https://0177.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
                                     "https://0/", "https://169.254.169.254/latest/meta-data"}) {
    const auto address = checked.addresses_for(url);
    ASSERT_FALSE(address) << url;
    EXPECT_EQ(address.error().code, ErrorCode::refused) << url;
  }
}

TEST(AddressPolicy, UrlsOtherThanHttpsAreRefused) {
  for (const std::string url :
       {"", "hooks.example.org", "http://hooks.example.org/", "ftp://hooks.example.org/",
        "file:///etc/passwd", "https:///path", "https://", "https://user@hooks.example.org/",
        "https://user:secret@hooks.example.org/", "https://hooks.example.org/\r\nHost: evil",
        "https://hooks.example.org/a b", "https://hooks.example.org:x/", "https://hooks.example.org:44x/",
        "https://hooks.example.org:99999/", "wss://hooks.example.org/", "gopher://hooks.example.org/",
        "https://exa%6dple.org/", "https://[fe80::1%25eth0]/", "https://שירות.example/"}) {
    const auto checked = policy({"1.1.1.1"}).addresses_for(url);
    ASSERT_FALSE(checked) << url;
    EXPECT_EQ(checked.error().code, ErrorCode::invalid_request) << url;
    EXPECT_FALSE(policy({"1.1.1.1"}).check_url(url)) << url;
  }
  EXPECT_FALSE(policy({"1.1.1.1"}).check_url("https://hooks.example.org/" + std::string(5000, 'a')));
}

TEST(AddressPolicy, PrivateNetworkAndPlainHttpAreForThoseWhoAllowThem) {
  const std::vector<std::string> addresses = {"::1", "127.0.0.1"};
  const auto lenient = policy(addresses, PrivateAddresses::allow);
  EXPECT_EQ(lenient.addresses_for("http://localhost:9000/").value(), addresses) << "pinned all the same";
  EXPECT_FALSE(lenient.check_url("http://user@localhost:9000/"));
  EXPECT_FALSE(lenient.addresses_for("ftp://localhost/"));
}

TEST(AddressPolicy, HostThatCannotBeFoundIsTriedAgainLater) {
  EXPECT_EQ(policy({}).addresses_for("https://hooks.example.org/").error().code, ErrorCode::unavailable);
  const AddressPolicy failing(PrivateAddresses::refuse,
                              [](const std::string&) -> Result<std::vector<std::string>> {
                                return failure(ErrorCode::unavailable, "The endpoint's host cannot be found");
                              });
  EXPECT_EQ(failing.addresses_for("https://hooks.example.org/").error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace kolog::webhooks
