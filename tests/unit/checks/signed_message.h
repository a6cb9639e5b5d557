/* A message of example.org, signed once with a key that was thrown away: relaxed/relaxed,
 * rsa-sha256, selector s1. */
#ifndef TESTS_SIGNED_MESSAGE_H
#define TESTS_SIGNED_MESSAGE_H

#include "tests/unit/checks/zone_world.h"

#include "checks/auth/dkim_signature.h"
#include "content/reader/read.h"

#define SIGNATURE                                                                                  \
    "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; h=from:to:subject:dat"             \
    "e:message-id; bh=FdPWbEhkkfzPMC9Y0L1FuxwVZHBa8FG8y6PeJ43RemU=; b=S8fYRDoCj+KQHMo"             \
    "N+xrIni2puYcB/aA9C0orfCL4lY4cTFvAaoiKoobHwAxt6nB/pwmT9qV8RXtcbIjg3zG8R9HUiCQcHwQ"             \
    "oP3avg/qT338Q669eFZzBxw0iZorvmzBofkMFCX3tBZfOXsrFmsstYEHNkPmKaosbVNnTAyajHD8="
#define SIGNATURE_OF_SUBDOMAIN                                                                     \
    "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; i=@news.example.org; "             \
    "h=from:to:subject:date:message-id; bh=FdPWbEhkkfzPMC9Y0L1FuxwVZHBa8FG8y6PeJ43Rem"             \
    "U=; b=lp0j17uBiSQ6e5im0CVm9CDZ2nxz3CmnGvq1OFwlnQ3g8+xXLdi1te8vnpNo4qiU6IxToxaUGy"             \
    "7IFHiEMpKij3XuCT4U2rR4iDMAgLGI5zMqDGJv8x+Y1tMLbUV9NV1mKXe6j8yUCYaHt4z5C6joZht2GD"             \
    "vsp+5kntSpt43WwN0="
#define SIGNATURE_EXPIRED                                                                          \
    "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; t=1700000000; x=17000"             \
    "00100; h=from:to:subject:date:message-id; bh=FdPWbEhkkfzPMC9Y0L1FuxwVZHBa8FG8y6P"             \
    "eJ43RemU=; b=XZ5blYbagNnKjFK13kHjjiYDM9XmmwSHY517E391eYScI+e0l16bBzOH8BjYHbWcPbZ"             \
    "+Arinm0a3qZ6yj7Hbu2wjtdEZ75kdd3RDWasYxGumRbd3bUj0opa+7E5kiFCnLq4OJ3F+/WBKfVJlWBx"             \
    "Iptml4eeNFo+wITCYRecLaAc="
#define SIGNING_KEY                                                                                \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDOPUfXP6ZekSkeSwY12cbByse6p2uFXF6B7w+O0xCj"             \
    "+ndTmMQ/E9svqMX7IjZU6O9qthi0/VyUYkn+92u5PJMkWXrTa7qA4osSOhVidc/63pbP2OFrTgVU7v5d"             \
    "gYjDMlPHb2HpLnMzPfiwmgSpxaWP9rTdiixAkgC8cNQv6fsieQIDAQAB"
#define SIGNED_HEADER                                                                              \
    "From: Ann <ann@example.org>\nTo: bob@example.net\nSubject: the order\n"                       \
    "Date: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\n"
#define SIGNED_BODY "Dear Bob,\n\nthe order is on its way.\n"
/* The key as zone text, behind the name. */
#define KEY_RECORD(prefix) " 60 IN TXT \"" prefix "p=\" \"" SIGNING_KEY "\"\n"

#endif
