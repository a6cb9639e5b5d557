/* libspf2 as a receiver would run it, over the answers that are known. It has crashed on hostile
 * records before (CVE-2023-42118 is open in Debian 12), so it runs in a confined child and is not
 * given what it cannot bear.
 *
 * The child writes lines: "result NAME", "guard WHY", "missing TYPE NAME". */
#include "checks/confine/confined_child.h"
#include "checks/answers/domain_name.h"
#include "checks/spf/spf.h"
#include "checks/spf/spf_address.h"
#include "checks/spf/spf_record.h"
#include <string.h>
#include <unistd.h>

/* libspf2's headers need these before them. */
#include <netinet/in.h>
#include <spf2/spf.h>

#define SPF2_TIME_LIMIT 2000 /* milliseconds */

enum { RECORD_LIMIT = 2048, MACRO_LIMIT = 60, QUESTION_LIMIT = 100, ADDRESS_LIMIT = 320 };

/* What the child works with. */
typedef struct {
    Answers *answers;
    const char *ip, *sender, *helo;
    int output;
    guint questions;
    gboolean missing;
} Opinion;

static void say(const Opinion *opinion, const char *word, const char *text)
{
    g_autofree char *line = g_strdup_printf("%s %s\n", word, text);
    gssize written = write(opinion->output, line, strlen(line));
    if (written != (gssize)strlen(line))
        _exit(1);
}

G_GNUC_NORETURN static void refuse(const Opinion *opinion, const char *why)
{
    say(opinion, "guard", why);
    _exit(0);
}

/* libspf2 reads C strings; a record that it cannot bear ends the child. */
static void guard_record(const Opinion *opinion, const char *text, gsize length)
{
    guint macros = 0;
    if (length > RECORD_LIMIT)
        refuse(opinion, "a record of more than 2,048 bytes");
    for (gsize i = 0; i < length; i++) {
        if (text[i] < ' ' || text[i] > '~')
            refuse(opinion, "a record with bytes that are not printable");
        macros += text[i] == '%';
    }
    if (macros > MACRO_LIMIT)
        refuse(opinion, "a record with more than 60 macros");
}

static void put(SPF_dns_rr_t *rr, const void *bytes, gsize length)
{
    int index = rr->num_rr;
    if (SPF_dns_rr_buf_realloc(rr, index, length + 1) != SPF_E_SUCCESS)
        _exit(1);
    memcpy(rr->rr[index], bytes, length);
    ((char *)rr->rr[index])[length] = '\0';
    rr->num_rr++;
}

static void put_record(const Opinion *opinion, SPF_dns_rr_t *rr, const Record *record)
{
    gsize length = 0;
    const char *text = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
    if (record->address_length > 0) {
        put(rr, record->address, record->address_length);
    } else if (record->target != NULL) {
        put(rr, record->target, strlen(record->target));
    } else if (text != NULL && spf_record_is(text, length)) {
        guard_record(opinion, text, length);
        put(rr, text, length);
    }
}

static const Answer *known(Opinion *opinion, const char *name, guint16 type)
{
    const Answer *answer = answers_get(opinion->answers, name, type);
    if (answer == NULL) {
        g_autofree char *question = g_strdup_printf("%u %s", type, name);
        say(opinion, "missing", question);
        opinion->missing = TRUE;
    }
    return answer;
}

/* Never NULL: SPF_error() would abort. */
static SPF_dns_rr_t *look_up(SPF_dns_server_t *server, const char *name, ns_type type, int cache)
{
    Opinion *opinion = server->hook;
    g_autofree char *normal = domain_name_normalise(name);
    gboolean askable = normal != NULL && ++opinion->questions <= QUESTION_LIMIT;
    const Answer *answer = askable ? known(opinion, normal, (guint16)type) : NULL;
    int state = normal == NULL                        ? HOST_NOT_FOUND
                : answer == NULL                      ? TRY_AGAIN
                : answer->status == ANSWER_OK         ? NETDB_SUCCESS
                : answer->status == ANSWER_NO_DATA    ? NO_DATA
                : answer_status_known(answer->status) ? HOST_NOT_FOUND
                                                      : TRY_AGAIN;
    (void)cache;
    SPF_dns_rr_t *rr = SPF_dns_rr_new_init(server, name, type, 300, state);
    if (rr == NULL)
        _exit(1);
    for (guint i = 0; state == NETDB_SUCCESS && i < answer->records->len; i++)
        put_record(opinion, rr, g_ptr_array_index(answer->records, i));
    return rr;
}

/* Instead of compiling a text from the DNS. */
static SPF_errcode_t no_explanation(SPF_server_t *server, const char *domain, char **text,
                                    size_t *length)
{
    static const char words[] = "none";
    (void)server;
    (void)domain;
    if (*length < sizeof words) {
        char *larger = realloc(*text, sizeof words);
        if (larger == NULL)
            return SPF_E_NO_MEMORY;
        *text = larger;
        *length = sizeof words;
    }
    memcpy(*text, words, sizeof words);
    return SPF_E_SUCCESS;
}

/* After an error in the first record libspf2 sets no result. Its first message tells a record that
 * it did not find from one that it could not read; both return the same error. */
static SpfResultCode code_of_error(SPF_response_t *response, SPF_errcode_t error)
{
    if (error == SPF_E_DNS_ERROR)
        return SPF_TEMPERROR;
    gboolean not_found = SPF_response_messages(response) > 0 &&
                         SPF_error_code(SPF_response_message(response, 0)) == SPF_E_NOT_SPF;
    return not_found ? SPF_NONE : SPF_PERMERROR;
}

static SpfResultCode code_of(SPF_response_t *response, SPF_errcode_t error)
{
    switch (SPF_response_result(response)) {
    case SPF_RESULT_NEUTRAL:
        return SPF_NEUTRAL;
    case SPF_RESULT_PASS:
        return SPF_PASS;
    case SPF_RESULT_FAIL:
        return SPF_FAIL;
    case SPF_RESULT_SOFTFAIL:
        return SPF_SOFTFAIL;
    case SPF_RESULT_NONE:
        return SPF_NONE;
    case SPF_RESULT_TEMPERROR:
        return SPF_TEMPERROR;
    case SPF_RESULT_PERMERROR:
        return SPF_PERMERROR;
    default:
        return code_of_error(response, error);
    }
}

static SPF_request_t *new_request(const Opinion *opinion, SPF_server_t *server)
{
    SPF_request_t *request = SPF_request_new(server);
    SpfAddress ip;
    if (!spf_address_parse(opinion->ip, &ip))
        refuse(opinion, "no address");
    g_autofree char *text = spf_address_text(&ip);
    if (ip.length == 4)
        SPF_request_set_ipv4_str(request, text);
    else
        SPF_request_set_ipv6_str(request, text);
    if (opinion->helo != NULL)
        SPF_request_set_helo_dom(request, opinion->helo);
    SPF_request_set_env_from(request, opinion->sender);
    return request;
}

static void work(int output, gpointer data)
{
    Opinion *opinion = data;
    SPF_dns_server_t dns = {
        .lookup = look_up, .get_exp = no_explanation, .name = "answers", .hook = opinion};
    SPF_response_t *response = NULL;
    opinion->output = output;
    SPF_warning_handler = NULL;
    SPF_info_handler = NULL;
    SPF_debug_handler = NULL;
    SPF_server_t *server = SPF_server_new_dns(&dns, 0);
    SPF_request_t *request = new_request(opinion, server);
    SPF_errcode_t error = SPF_request_query_mailfrom(request, &response);
    if (!opinion->missing && response != NULL)
        say(opinion, "result", spf_result_name(code_of(response, error)));
}

static SpfResultCode code_from_name(const char *name)
{
    for (SpfResultCode code = SPF_NONE; code < SPF_PENDING; code++) {
        if (strcmp(spf_result_name(code), name) == 0)
            return code;
    }
    return SPF_PENDING;
}

/* What the child said; it is not trusted more than a record is. */
static SpfResultCode read_lines(Answers *answers, const char *text, char **why)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    SpfResultCode code = SPF_PENDING;
    gboolean missing = FALSE;
    for (guint i = 0; lines[i] != NULL; i++) {
        char *rest = strchr(lines[i], ' ');
        if (rest == NULL)
            continue;
        *rest++ = '\0';
        if (strcmp(lines[i], "result") == 0)
            code = code_from_name(rest);
        else if (strcmp(lines[i], "guard") == 0 && *why == NULL)
            *why = g_strdup(rest);
        char *name = strcmp(lines[i], "missing") == 0 ? strchr(rest, ' ') : NULL;
        if (name != NULL) {
            answers_want(answers, name + 1, (guint16)g_ascii_strtoull(rest, NULL, 10));
            missing = TRUE;
        }
    }
    if (code == SPF_PENDING && !missing && *why == NULL)
        *why = g_strdup("no result");
    return *why == NULL ? code : SPF_PENDING;
}

static gboolean plain(const char *text)
{
    return text == NULL || (strlen(text) <= ADDRESS_LIMIT && g_str_is_ascii(text));
}

SpfResultCode spf_second_opinion(Answers *answers, const char *ip, const char *domain,
                                 const char *sender, const char *helo, char **why)
{
    gboolean null_sender = sender == NULL || sender[0] == '\0';
    g_autofree char *from =
        null_sender ? g_strconcat("postmaster@", domain, NULL) : g_strdup(sender);
    Opinion opinion = {.answers = answers, .ip = ip, .sender = from, .helo = helo};
    const char *failure = NULL;
    *why = NULL;
    if (!plain(from) || !plain(helo)) {
        *why = g_strdup("an address that is long or not ASCII");
        return SPF_PENDING;
    }
    g_autofree char *text = confined_child_run(work, &opinion, SPF2_TIME_LIMIT, &failure);
    if (text == NULL) {
        *why = g_strdup(failure);
        return SPF_PENDING;
    }
    return read_lines(answers, text, why);
}
