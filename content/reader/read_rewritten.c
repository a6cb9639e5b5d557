#include "content/reader/read_rewritten.h"
#include "content/text/read_address.h"
#include <string.h>

enum { ADDRESS_LENGTH_MAX = 1000, SURE = 60 };

/* What a form makes of an address. */
typedef struct {
    char *original, *forwarder;
} Made;

static gboolean is_domain(const char *text, gsize length)
{
    Span span;
    return host_next(text, length, 0, &span) && span.start == 0 && span.end == length;
}

static gsize skip_word(const char *at, const char *word)
{
    gsize length = strlen(word);
    return g_ascii_strncasecmp(at, word, length) == 0 ? length : 0;
}

/* "HASH=DAY=DOMAIN=LOCAL": LOCAL@DOMAIN. NULL: it is something else. */
static char *srs_address(const char *rest)
{
    g_auto(GStrv) parts = g_strsplit(rest, "=", 4);
    if (g_strv_length(parts) < 4 || !*parts[0] || strlen(parts[1]) != 2 || !*parts[3] ||
        !is_domain(parts[2], strlen(parts[2])))
        return NULL;
    return g_strconcat(parts[3], "@", parts[2], NULL);
}

/* "HASH=FORWARDER==HASH=DAY=DOMAIN=LOCAL"; the second separator is that of the first forwarder. */
static char *srs_of_second(const char *rest, char **forwarder)
{
    const char *first = strchr(rest, '=');
    const char *end = first ? strchr(first + 1, '=') : NULL;
    if (!end || !strchr("=+-", end[1]) || !is_domain(first + 1, (gsize)(end - first - 1)))
        return NULL;
    char *original = srs_address(end + 2);
    *forwarder = original ? g_strndup(first + 1, (gsize)(end - first - 1)) : NULL;
    return original;
}

static gboolean read_srs(const char *local, const char *domain, Made *made)
{
    const char *plus = strcasestr(local, "+srs=");
    gsize first = skip_word(local, "srs0"), second = skip_word(local, "srs1");
    if (first && strchr("=+-", local[first]) && local[first])
        made->original = srs_address(local + first + 1);
    else if (second && strchr("=+-", local[second]) && local[second])
        made->original = srs_of_second(local + second + 1, &made->forwarder);
    else if (plus && plus > local)
        made->original = srs_address(plus + strlen("+srs="));
    if (made->original && !made->forwarder)
        made->forwarder = g_strdup(domain);
    return made->original != NULL;
}

/* A digit for the key, three for the day, six or more hexadecimal ones. */
static gboolean is_batv_tag(const char *text, gsize length)
{
    if (length < 8 || length > 16 || !g_ascii_isdigit(*text))
        return FALSE;
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isxdigit(text[i]))
            return FALSE;
    return TRUE;
}

static gboolean read_batv(const char *local, const char *domain, Made *made)
{
    gsize barracuda = skip_word(local, "btv1=="), skip = skip_word(local, "prvs=");
    const char *rest = local + MAX(barracuda, skip);
    const char *end = barracuda ? strstr(rest, "==") : strpbrk(rest, "=/");
    if ((!barracuda && !skip) || !end)
        return FALSE;
    const char *last = end + (barracuda ? 2 : 1);
    if (is_batv_tag(rest, (gsize)(end - rest)) && *last)
        made->original = g_strconcat(last, "@", domain, NULL);
    else if (skip && end > rest && is_batv_tag(last, strlen(last)))
        made->original = g_strdup_printf("%.*s@%s", (int)(end - rest), rest, domain);
    return made->original != NULL;
}

static gboolean read_forwarding(const char *local, const char *domain, Made *made)
{
    const char *mark = strstr(local, "+caf_=");
    if (!mark || mark == local)
        return FALSE;
    made->original = g_strdup_printf("%.*s@%s", (int)(mark - local), local, domain);
    made->forwarder = g_strdup(domain);
    return TRUE;
}

/* Where the recipient's own part begins: in "list-bounces+kim" behind the last '+', which Mailman
 * and the services set before it, in "list-return-7-kim" and "bounces+4711-ab-kim" behind the last
 * '-'.
 */
static const char *verp_user(const char *local, const char *equals)
{
    const char *plus = memrchr(local, '+', (gsize)(equals - local));
    const char *dash = memrchr(local, '-', (gsize)(equals - local));
    gboolean numbered = plus && plus[1 + strspn(plus + 1, "0123456789")] == '-';
    const char *mark = plus && !(numbered && g_ascii_isdigit(plus[1])) ? plus : dash;
    return mark ? mark + 1 : NULL;
}

static gboolean read_verp(const char *local, Made *made)
{
    const char *equals = strrchr(local, '=');
    const char *user = equals ? verp_user(local, equals) : NULL;
    if (!user || user == equals || !is_domain(equals + 1, strlen(equals + 1)))
        return FALSE;
    made->original = g_strdup_printf("%.*s@%s", (int)(equals - user), user, equals + 1);
    return TRUE;
}

/* '_' stands for '/', "+XX" for a byte; what is no such code stays. */
static char *decapsulate(const char *text)
{
    g_autoptr(GString) decoded = g_string_new(NULL);
    for (; *text; text++) {
        gboolean code = *text == '+' && g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2]);
        int byte = code ? g_ascii_xdigit_value(text[1]) * 16 + g_ascii_xdigit_value(text[2]) : 0;
        if (byte >= ' ' && byte != 0x7f) {
            g_string_append_c(decoded, (char)byte);
            text += 2;
        } else {
            g_string_append_c(decoded, *text == '_' ? '/' : *text);
        }
    }
    return g_utf8_make_valid(decoded->str, -1);
}

static gboolean read_encapsulated(const char *local, Made *made)
{
    gsize end = skip_word(local, "imcea");
    while (end && g_ascii_isalnum(local[end]))
        end++;
    if (end <= strlen("imcea") || local[end] != '-' || !local[end + 1])
        return FALSE;
    made->original = decapsulate(local + end + 1);
    return TRUE;
}

static AddressForm form_of(const char *local, const char *domain, Made *made)
{
    if (read_srs(local, domain, made))
        return ADDRESS_SRS;
    if (read_batv(local, domain, made))
        return ADDRESS_BATV;
    if (read_forwarding(local, domain, made))
        return ADDRESS_FORWARDING;
    if (read_encapsulated(local, made))
        return ADDRESS_ENCAPSULATED;
    return read_verp(local, made) ? ADDRESS_VERP : ADDRESS_PLAIN;
}

AddressForm address_form(const char *address, char **original, char **forwarder)
{
    Made made = {0};
    const char *at = address ? strrchr(address, '@') : NULL;
    AddressForm form = ADDRESS_PLAIN;
    if (at && at > address && at[1] && strlen(address) <= ADDRESS_LENGTH_MAX) {
        g_autofree char *local = g_strndup(address, (gsize)(at - address));
        g_autofree char *domain = address_domain(address);
        form = domain ? form_of(local, domain, &made) : ADDRESS_PLAIN;
    }
    if (original)
        *original = g_steal_pointer(&made.original);
    if (forwarder)
        *forwarder = g_steal_pointer(&made.forwarder);
    g_free(made.original);
    g_free(made.forwarder);
    return form;
}

/* A recipient's address may hold an '=' of its own; only senders are made by lists and by Gmail. */
static gboolean is_made_there(AddressForm form, gboolean sender)
{
    return form == ADDRESS_SRS || form == ADDRESS_BATV || form == ADDRESS_ENCAPSULATED ||
           (sender && form != ADDRESS_PLAIN);
}

static const RewrittenAddress *note(Facts *facts, const char *name, const Fact *fact)
{
    g_autofree char *original = NULL, *forwarder = NULL;
    AddressForm form = address_form(fact->text, &original, &forwarder);
    if (!is_made_there(form, fact == &facts->sender))
        return NULL;
    RewrittenAddress *made = rewritten_address_new(name, form, original, forwarder);
    made->original.start = fact->start;
    made->original.end = fact->end;
    made->original.confidence =
        MIN(made->original.confidence, form == ADDRESS_VERP ? 70 : fact->confidence);
    g_ptr_array_add(facts->rewritten, made);
    return made;
}

/* Of a domain, or of a host below it. */
static gboolean is_within(const char *domain, const char *of)
{
    gsize length = strlen(domain), outer = strlen(of);
    return length >= outer && g_ascii_strcasecmp(domain + length - outer, of) == 0 &&
           (length == outer || domain[length - outer - 1] == '.');
}

/* Whether two addresses are of one mailbox as its house writes it: caseless, with or without a
 * detail behind '+' (RFC 5233), at a domain or at a host below it. */
static gboolean is_same_mailbox(const char *one, const char *other)
{
    g_autofree char *domain = address_domain(one), *other_domain = address_domain(other);
    gsize length = strcspn(one, "+@"), other_length = strcspn(other, "+@");
    if (!domain || !other_domain)
        return !g_ascii_strcasecmp(one, other);
    return length == other_length && g_ascii_strncasecmp(one, other, length) == 0 &&
           (is_within(domain, other_domain) || is_within(other_domain, domain));
}

/* Whether the address that a list has in its envelope ends as the recipient's would: where the name
 * of the list ends and that of the recipient begins, nobody can tell else. */
static gboolean is_verp_of(const char *sender, const char *recipient)
{
    const char *at = strrchr(sender, '@'), *recipient_at = strrchr(recipient, '@');
    g_autofree char *tail = recipient_at
                                ? g_strdup_printf("%.*s=%s", (int)(recipient_at - recipient),
                                                  recipient, recipient_at + 1)
                                : NULL;
    gsize length = tail ? strlen(tail) : 0;
    return tail && (gsize)(at - sender) > length && !g_ascii_strncasecmp(at - length, tail, length);
}

static void set_written_to(Facts *facts, const char *address, int confidence)
{
    if (!address || !strchr(address, '@') ||
        (facts->recipient.text && is_same_mailbox(address, facts->recipient.text)))
        return;
    if (!facts->original_recipient.text)
        fact_set(&facts->original_recipient, address, confidence);
}

/* What the envelope tells of the way. */
static void read_envelope(Facts *facts, const RewrittenAddress *sender, const char *written_to)
{
    g_autofree char *domain = written_to ? address_domain(written_to) : NULL;
    if (sender->form == ADDRESS_SRS) {
        facts->forwarded = TRUE;
        if (domain &&
            (is_within(sender->forwarder, domain) || is_within(domain, sender->forwarder)))
            set_written_to(facts, written_to, 85);
    } else if (sender->form == ADDRESS_FORWARDING) {
        facts->forwarded = TRUE;
        set_written_to(facts, sender->original.text, 85);
    } else if (sender->form == ADDRESS_VERP && facts->recipient.text &&
               !is_verp_of(facts->sender.text, facts->recipient.text)) {
        set_written_to(facts, sender->original.text, SURE);
    }
}

void rewritten_read(Facts *facts, const char *written_to)
{
    const RewrittenAddress *sender = note(facts, "sender", &facts->sender);
    note(facts, "recipient", &facts->recipient);
    note(facts, "original_recipient", &facts->original_recipient);
    if (sender)
        read_envelope(facts, sender, written_to);
    if (facts->original_recipient.text && facts->recipient.text &&
        !is_same_mailbox(facts->original_recipient.text, facts->recipient.text))
        facts->forwarded = TRUE;
}
