/* Which findings, about which subject, prove which claim. */
#include "content/catalogue/claims.h"

#include <string.h>

/* Blanks between roles and between findings. A claim that several checks can answer stands here
 * once for each. */
typedef struct {
    const char *name, *roles, *findings;
} Claim;

#define DOMAINS "sender-domain recipient-domain"

static const Claim claims[] = {
    /* RFC 9989: of the domain in From:, and of no other. */
    {"dmarc-fails", "from-domain", "dmarc.failed"},
    {"unaligned", "from-domain", "dmarc.failed dmarc.unaligned"},
    {"dmarc-missing", "from-domain", "dmarc.missing dmarc.invalid"},
    /* Neither SPF nor DKIM passes for whatever domain: one alone proves nothing. */
    {"unauthenticated", "sender-domain", "authentication.none"},
    {"spf-fails", "sender-domain helo", "spf.fail spf.softfail spf.none spf.permerror spf.neutral"},
    {"spf-cannot-be-read", "sender-domain helo", "spf.temperror"},
    {"dkim-fails", "dkim",
     "dkim.missing dkim.revoked dkim.invalid dkim.weak dkim.signature-refused"},
    {"reverse-name-missing", "source-ip", "ptr.missing"},
    {"reverse-name-unproved", "source-ip", "ptr.missing ptr.mismatch"},
    {"bad-greeting", "helo", "helo.missing helo.not-a-name"},
    {"listed", "source-ip sender-domain links helo", "dnsbl.listed"},
    {"list-closed", "source-ip sender-domain links helo", "dnsbl.dead"},
    {"null-mx", DOMAINS, "mx.null"},
    /* Mail to the domain has nowhere to go at all. */
    {"no-mail-host", DOMAINS,
     "mx.missing mx.null mx.target-missing mx.target-ip mx.target-private"},
    /* Something is wrong with at least one MX record. */
    {"mx-wrong", DOMAINS,
     "mx.missing mx.null mx.target-missing mx.target-cname mx.target-ip mx.target-private"},
    {"mx-points-back", "recipient-domain", "mx.target-private"},
    {"no-such-domain", DOMAINS, "domain.nxdomain"},
    {"dns-fails", DOMAINS, "domain.servfail domain.timeout domain.lame domain.bogus"},
    {"bad-address", "sender recipient", "syntax.invalid syntax.no-domain syntax.ip-domain"},
    {"forbidden-attachment", "attachments", "attachment.forbidden"},
    {"tls-policy-unreadable", "recipient-domain", "transport.tlsa-fails"},
    {"ipv6-only", "recipient-domain", "mx.ipv6-only"},
};

static gboolean holds_word(const char *words, const char *word)
{
    gsize length = strlen(word);
    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return TRUE;
    return FALSE;
}

const char *const *claim_names(void)
{
    static const char *names[G_N_ELEMENTS(claims) + 1];
    for (gsize i = 0; i < G_N_ELEMENTS(claims); i++)
        names[i] = claims[i].name;
    return names;
}

gboolean claim_is_answered_by(const char *claim, const char *role, const char *finding)
{
    for (gsize i = 0; i < G_N_ELEMENTS(claims); i++)
        if (!strcmp(claims[i].name, claim) && holds_word(claims[i].roles, role) &&
            holds_word(claims[i].findings, finding))
            return TRUE;
    return FALSE;
}
