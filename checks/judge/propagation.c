#include "checks/judge/propagation.h"

#include <string.h>

enum { WAIT_LEAST = 15, WAIT_MOST = 600, WAIT_FOR_SERVER = 60 }; /* seconds */

const char *server_state_name(ServerState state)
{
    static const char *const names[] = {
        [SERVER_CURRENT] = "current",      [SERVER_OLD] = "old",
        [SERVER_OTHER] = "other",          [SERVER_LAME] = "lame",
        [SERVER_SILENT] = "silent",        [SERVER_NO_ADDRESS] = "no-address",
        [SERVER_UNTOLD] = "could-not-ask",
    };
    return names[state];
}

const char *propagation_state_name(PropagationState state)
{
    static const char *const names[] = {
        [PROPAGATION_AGREED] = "agreed",         [PROPAGATION_CACHED] = "cached",
        [PROPAGATION_UNRESOLVED] = "unresolved", [PROPAGATION_UNPUBLISHED] = "unpublished",
        [PROPAGATION_BEHIND] = "behind",         [PROPAGATION_DIFFERING] = "differing",
        [PROPAGATION_SERVERLESS] = "serverless", [PROPAGATION_UNTOLD] = "could-not-ask",
    };
    return names[state];
}

static void question_clear_own(PropagationQuestion *question)
{
    g_free(question->name);
    g_free(question->wanted);
}

void propagation_question_free(PropagationQuestion *question)
{
    if (!question)
        return;
    question_clear_own(question);
    g_free(question);
}

static void view_free(gpointer data)
{
    ServerView *view = data;
    g_free(view->name);
    g_free(view);
}

void propagation_free(Propagation *propagation)
{
    if (!propagation)
        return;
    question_clear_own(&propagation->question);
    g_free(propagation->zone);
    g_ptr_array_unref(propagation->servers);
    g_free(propagation);
}

/* Asking */

static void read_serial(ServerView *view)
{
    const Record *soa = view->soa && view->soa->status == ANSWER_OK && view->soa->records->len
                            ? view->soa->records->pdata[0]
                            : NULL;
    g_auto(GStrv) fields = soa && soa->text ? g_strsplit(soa->text, " ", 4) : NULL;
    guint64 serial;
    if (fields && g_strv_length(fields) >= 3 &&
        g_ascii_string_to_unsigned(fields[2], 10, 0, G_MAXUINT32, &serial, NULL)) {
        view->has_serial = view->soa->authoritative;
        view->serial = (guint32)serial;
    }
}

/* What an answer says about the server that gave it. */
static void read_state(ServerView *view)
{
    const Answer *answer = view->answer;
    view->why = answer_status_name(answer->status);
    switch (answer->status) {
    case ANSWER_OK:
    case ANSWER_NO_DATA:
    case ANSWER_NXDOMAIN:
        view->state = answer->authoritative ? SERVER_OTHER : SERVER_LAME;
        view->why = answer->authoritative ? NULL : "no-authority";
        break;
    case ANSWER_REFUSED:
    case ANSWER_SERVFAIL:
    case ANSWER_GARBLED:
        view->state = SERVER_LAME;
        break;
    case ANSWER_TIMEOUT:
    case ANSWER_UNREACHABLE:
        view->state = SERVER_SILENT;
        break;
    default:
        view->state = SERVER_UNTOLD;
    }
}

/* FALSE: pending. */
static gboolean ask_server(Answers *answers, const char *zone, const PropagationQuestion *question,
                           const NameServer *server, ServerView *view)
{
    view->name = g_strdup(server->name);
    if (!server->servers) {
        view->state = server->failed ? SERVER_UNTOLD : SERVER_NO_ADDRESS;
        view->why = server->failed ? answer_status_name(server->failed->status) : NULL;
        return TRUE;
    }
    view->answer = answers_get_held(answers, server->servers, question->name, question->type);
    view->soa = answers_get_held(answers, server->servers, zone, TYPE_SOA);
    if (!view->answer || !view->soa)
        return FALSE;
    read_serial(view);
    read_state(view);
    /* Many a machine has no IPv6: that is no word about the server. */
    if (server->ipv6_only && view->state == SERVER_SILENT) {
        view->state = SERVER_UNTOLD;
        view->why = "ipv6-only";
    }
    return TRUE;
}

static gboolean answers_with_authority(const ServerView *view)
{
    return view->state <= SERVER_OTHER;
}

static guint count_authoritative(const Propagation *propagation)
{
    guint count = 0;
    for (guint i = 0; i < propagation->servers->len; i++)
        count += answers_with_authority(propagation->servers->pdata[i]) ? 1 : 0;
    return count;
}

typedef enum { WAY_OPEN, WAY_CLOSED, WAY_PENDING } Way;

/* Whether questions to other servers than the resolver come through from here at all, untouched: a
 * name server of the root must answer for the root. Many networks let only their own resolver out,
 * or answer in the place of others. */
static Way find_way(Answers *answers)
{
    g_autoptr(ZoneServers) root = zone_servers_find(answers, ".");
    g_autofree char *set = root ? zone_servers_set(root) : NULL;
    if (!root)
        return WAY_PENDING;
    const Answer *soa = set ? answers_get_held(answers, set, ".", TYPE_SOA) : NULL;
    if (set && !soa)
        return WAY_PENDING;
    return soa && soa->status == ANSWER_OK && soa->authoritative ? WAY_OPEN : WAY_CLOSED;
}

static void untell_servers(Propagation *propagation)
{
    for (guint i = 0; i < propagation->servers->len; i++) {
        ServerView *view = propagation->servers->pdata[i];
        if (view->state != SERVER_NO_ADDRESS)
            view->state = SERVER_UNTOLD;
    }
}

/* Comparing */

/* RFC 1982 3.2. */
static gboolean serial_older(guint32 one, guint32 other)
{
    return one != other && (gint32)(one - other) < 0;
}

static const ServerView *newest_of(const Propagation *propagation)
{
    const ServerView *newest = NULL;
    for (guint i = 0; i < propagation->servers->len; i++) {
        const ServerView *view = propagation->servers->pdata[i];
        if (!answers_with_authority(view))
            continue;
        if (!newest || (view->has_serial &&
                        (!newest->has_serial || serial_older(newest->serial, view->serial))))
            newest = view;
    }
    return newest;
}

/* Other addresses are no older ones: many names give each who asks the nearest, or the next in
 * turn.
 */
static gboolean is_current(const Propagation *propagation, const Answer *answer,
                           const Answer *newest, gboolean wanted_seen)
{
    guint16 type = propagation->question.type;
    if (wanted_seen)
        return answer_holds(answer, propagation->question.wanted);
    if (type == TYPE_A || type == TYPE_AAAA)
        return answer->status == newest->status;
    return answer_same(answer, newest);
}

static gboolean any_holds(const Propagation *propagation)
{
    const char *wanted = propagation->question.wanted;
    for (guint i = 0; wanted && i < propagation->servers->len; i++) {
        const ServerView *view = propagation->servers->pdata[i];
        if (answers_with_authority(view) && answer_holds(view->answer, wanted))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_behind(const ServerView *view, const ServerView *newest)
{
    return view->has_serial && newest->has_serial && serial_older(view->serial, newest->serial);
}

/* Sets the state of each server, and returns that of them together. */
static PropagationState compare_servers(Propagation *propagation, const ServerView *newest,
                                        gboolean wanted_seen)
{
    PropagationState state = PROPAGATION_AGREED;
    for (guint i = 0; i < propagation->servers->len; i++) {
        ServerView *view = propagation->servers->pdata[i];
        if (!answers_with_authority(view))
            continue;
        if (is_current(propagation, view->answer, newest->answer, wanted_seen))
            view->state = SERVER_CURRENT;
        else
            view->state = is_behind(view, newest) ? SERVER_OLD : SERVER_OTHER;
        if (view->state == SERVER_OTHER)
            state = PROPAGATION_DIFFERING;
        else if (view->state == SERVER_OLD && state == PROPAGATION_AGREED)
            state = PROPAGATION_BEHIND;
    }
    return state;
}

static void compare(Propagation *propagation)
{
    const ServerView *newest = newest_of(propagation);
    const Answer *resolver = propagation->resolver;
    gboolean wanted_seen = any_holds(propagation);
    propagation->state = compare_servers(propagation, newest, wanted_seen);
    propagation->resolver_has = answer_status_known(resolver->status) &&
                                is_current(propagation, resolver, newest->answer, wanted_seen);
    if (propagation->question.wanted && !wanted_seen)
        propagation->state = PROPAGATION_UNPUBLISHED;
    if (propagation->state != PROPAGATION_AGREED || propagation->resolver_has)
        return;
    propagation->state =
        answer_status_known(resolver->status) ? PROPAGATION_CACHED : PROPAGATION_UNRESOLVED;
}

/* No server answers with authority: their fault, or that of the way to them? FALSE: pending. */
static gboolean find_fault(Answers *answers, Propagation *propagation)
{
    Way way = find_way(answers);
    if (way == WAY_PENDING)
        return FALSE;
    propagation->state = PROPAGATION_SERVERLESS;
    if (way == WAY_OPEN)
        return TRUE;
    propagation->state = PROPAGATION_UNTOLD;
    propagation->why = "way-closed";
    untell_servers(propagation);
    return TRUE;
}

static gboolean any_told(const Propagation *propagation)
{
    for (guint i = 0; i < propagation->servers->len; i++)
        if (((const ServerView *)propagation->servers->pdata[i])->state != SERVER_UNTOLD)
            return TRUE;
    return FALSE;
}

/* FALSE: pending. */
static gboolean ask_servers(Answers *answers, const ZoneServers *zone, Propagation *propagation)
{
    gboolean complete = TRUE;
    propagation->zone = g_strdup(zone->zone);
    propagation->said = zone->said;
    for (guint i = 0; i < zone->servers->len; i++) {
        ServerView *view = g_new0(ServerView, 1);
        g_ptr_array_add(propagation->servers, view);
        complete = ask_server(answers, zone->zone, &propagation->question, zone->servers->pdata[i],
                              view) &&
                   complete;
    }
    return complete;
}

/* FALSE: pending. */
static gboolean find(Answers *answers, Propagation *propagation)
{
    const PropagationQuestion *question = &propagation->question;
    propagation->resolver = answers_get(answers, question->name, question->type);
    g_autoptr(ZoneServers) zone = zone_servers_find(answers, question->name);
    if (!propagation->resolver || !zone)
        return FALSE;
    if (!zone->zone) {
        propagation->failed = zone->failed;
        return TRUE;
    }
    if (!ask_servers(answers, zone, propagation))
        return FALSE;
    if (count_authoritative(propagation))
        compare(propagation);
    else if (any_told(propagation))
        return find_fault(answers, propagation);
    else if (propagation->servers->len)
        propagation->why = ((const ServerView *)propagation->servers->pdata[0])->why;
    return TRUE;
}

Propagation *propagation_find(Answers *answers, const PropagationQuestion *question)
{
    Propagation *propagation = g_new0(Propagation, 1);
    propagation->question =
        (PropagationQuestion){g_strdup(question->name), question->type, g_strdup(question->wanted)};
    propagation->servers = g_ptr_array_new_with_free_func(view_free);
    propagation->state = PROPAGATION_UNTOLD;
    if (find(answers, propagation))
        return propagation;
    propagation_free(propagation);
    return NULL;
}

/* Waiting */

guint propagation_bounded(guint32 ttl)
{
    return CLAMP(ttl, WAIT_LEAST, WAIT_MOST);
}

guint propagation_wait(const Propagation *propagation)
{
    guint32 ttl = propagation->resolver ? propagation->resolver->ttl : 0;
    switch (propagation->state) {
    case PROPAGATION_AGREED:
    case PROPAGATION_CACHED:
    case PROPAGATION_UNTOLD:
        return propagation_bounded(ttl);
    default:
        return MIN(propagation_bounded(ttl), WAIT_FOR_SERVER);
    }
}
