/* Logs as streams: which lines come out, joined, and that every line is accounted for. */
#include <glib.h>
#include <string.h>
#include "content/log/log_line.h"
#include "content/log/log_stream.h"
#include "content/log/log_time.h"
#include "content/reader/read.h"

enum { NOW = 1795510800 }; /* 2026-11-24 09:00 UTC */

static LogLine line_of(const char *text)
{
    return log_line_read(text, strlen(text), NOW);
}

static gboolean is(LogText text, const char *expected)
{
    return expected ? log_text_equal(text, expected) : !text.text;
}

static const struct {
    const char *text;
    LogAct act;
    const char *id, *sender, *recipient, *words;
} lines[] = {
    {"2026-11-24 08:00:00 1tFabc-00012x-3K <= me@example.org H=desk [203.0.113.9] P=esmtps",
     LOG_ABOUT, "1tFabc-00012x-3K", "me@example.org", NULL, NULL},
    {"2026-11-24 08:00:00.123 [77] 1tFabc-00000001Ab2-3K4L ** |/bin/x <kim@example.net> F=<> R=r: "
     "no",
     LOG_FAILED, "1tFabc-00000001Ab2-3K4L", "", "kim@example.net", "no"},
    {"2026-11-24 08:00:00 +0100 1tFabc-00012x-3K == kim@example.net R=r T=t defer (-53): retry",
     LOG_DELAYED, "1tFabc-00012x-3K", NULL, "kim@example.net", "retry"},
    {"2026-11-24 08:00:00 1tFabc-00012x-3K Completed", LOG_ENDED, "1tFabc-00012x-3K", NULL, NULL,
     NULL},
    {"mainlog.1:2026-11-24 08:00:00 1tFabc-00012x-3K => kim@example.net R=r T=t", LOG_DELIVERED,
     "1tFabc-00012x-3K", NULL, "kim@example.net", NULL},
    {"2026-11-24 08:00:00 H=x [192.0.2.1] F=<a@example.com> rejected RCPT <kim@example.net>: 550 "
     "no",
     LOG_REFUSED, NULL, "a@example.com", "kim@example.net", "550 no"},
    {"2026-11-24 08:00:00 exim 4.97 daemon started: pid=12", LOG_OTHER, NULL, NULL, NULL, NULL},
    {"Nov 24 08:00:00 out postfix/qmgr[9]: 4XyZ: from=<me@example.org>, size=9, nrcpt=1", LOG_ABOUT,
     "4XyZ", "me@example.org", NULL, NULL},
    {"Nov  4 08:00:00 out postfix-mx/smtp[9]: 4XyZ: to=<kim@example.net>, relay=none, dsn=4.4.1, "
     "status=deferred (timed out (again))",
     LOG_DELAYED, "4XyZ", NULL, "kim@example.net", "timed out (again)"},
    {"<22>1 2026-11-24T08:00:00Z out postfix/smtp 9 - - 4XyZ: to=<kim@example.net>, dsn=5.1.1, "
     "status=bounced (no)",
     LOG_FAILED, "4XyZ", NULL, "kim@example.net", "no"},
    {"Nov 24 08:00:00 out postfix/qmgr[9]: 4XyZ: from=<me@example.org>, status=expired, returned "
     "to "
     "sender",
     LOG_EXPIRED, "4XyZ", "me@example.org", NULL, "expired, returned to sender"},
    {"Nov 24 08:00:00 out postfix/verify[9]: 4XyZ: to=<kim@example.net>, status=undeliverable (no)",
     LOG_OTHER, "4XyZ", NULL, "kim@example.net", "no"},
    {"Nov 24 08:00:00 out sendmail[9]: 5AO: to=<a@example.net>,<b@example.net>, relay=x, "
     "dsn=5.1.1, "
     "stat=User unknown",
     LOG_FAILED, NULL, NULL, "a@example.net", "User unknown"},
    {"@4000000068ee1b2a00000001 info msg 7345: bytes 9 from <me@example.org> qp 1 uid 2", LOG_ABOUT,
     "7345", "me@example.org", NULL, NULL},
    {"@4000000068ee1b2a00000001 starting delivery 12: msg 7345 to remote kim@example.net",
     LOG_STARTED, "7345", NULL, "kim@example.net", NULL},
    {"Nov 24 08:00:00 p smtpd[5]: 7a mta delivery evpid=1a2b3c4d5e6f7a8b from=<me@example.org> "
     "to=<kim@example.net> rcpt=<-> relay=\"192.0.2.1 (mx)\" result=\"TempFail\" stat=\"450 "
     "later\"",
     LOG_DELAYED, "1a2b3c4d", "me@example.org", "kim@example.net", "450 later"},
    {"2026-11-24T08:00:00.000Z [NOTICE] [AB-1.1.1] [outbound] recipient <kim@example.net> "
     "rejected: "
     "550 5.1.1 no",
     LOG_FAILED, "AB-1", NULL, "kim@example.net", "550 5.1.1 no"},
    {"2026-11-24 08:00:00 status installed libc6:amd64 2.36", LOG_OTHER, NULL, NULL, NULL, NULL},
    {"Dear all, here are the minutes", LOG_NOTHING, NULL, NULL, NULL, NULL},
    {"", LOG_NOTHING, NULL, NULL, NULL, NULL},
};

static void test_lines(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        LogLine line = line_of(lines[i].text);
        g_test_message("%s", lines[i].text);
        g_assert_cmpint(line.act, ==, lines[i].act);
        g_assert_true(is(line.id, lines[i].id));
        g_assert_true(is(line.sender, lines[i].sender));
        g_assert_true(is(line.recipient, lines[i].recipient));
        if (lines[i].words)
            g_assert_true(is(line.words, lines[i].words));
    }
}

static const struct {
    const char *text;
    gint64 time;
} stamps[] = {
    {"2026-11-24 08:00:00 x", 1795507200},
    {"2026-11-24T08:00:00.5Z x", 1795507200},
    {"2026-11-24 08:00:00 +0100 x", 1795503600},
    {"2026-11-24T08:00:00-05:30 x", 1795527000},
    {"Nov 24 08:00:00 x", 1795507200},
    {"Nov 25 08:00:00 x", 1795593600},
    {"Nov 26 08:00:00 x", 1764144000}, /* of last year: no line is of the day after tomorrow */
    {"@4000000068ee1b2a00000001 x", 1760435984 - 10 + 10},
    {"2026-13-24 08:00:00 x", 0},
    {"Nov 24 25:00:00 x", 0},
    {"kim 24 08:00:00 x", 0},
    {"", 0},
};

static void test_stamps(void)
{
    LogText behind;
    for (guint i = 0; i < G_N_ELEMENTS(stamps); i++) {
        LogText line = {stamps[i].text, strlen(stamps[i].text)};
        gint64 time = log_time_read(line, NOW, &behind);
        g_test_message("%s", stamps[i].text);
        if (stamps[i].text[0] != '@')
            g_assert_cmpint(time, ==, stamps[i].time);
        else
            g_assert_cmpint(ABS(time - stamps[i].time), <, 86400);
        g_assert_true(!time || is(behind, "x"));
    }
}

static void test_times(void)
{
    static const struct {
        const char *text;
        gint64 time;
    } times[] = {{"90m", NOW - 5400},
                 {"36h", NOW - 129600},
                 {"7d", NOW - 604800},
                 {"2w", NOW - 1209600},
                 {"2026-11-24", 1795478400},
                 {"2026-11-24 08:00", 1795507200},
                 {"2026-11-24T08:00:00Z", 1795507200}};
    static const char *const wrong[] = {"",   "d", "7", "7y", "yesterday", "2026-11-24 08:00:00 x",
                                        "-1d"};
    gint64 time;
    for (guint i = 0; i < G_N_ELEMENTS(times); i++) {
        g_assert_true(log_time_parse(times[i].text, NOW, &time));
        g_assert_cmpint(time, ==, times[i].time);
    }
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(log_time_parse(wrong[i], NOW, &time));
}

/* All pieces as one text. */
static char *streamed(const char *log, const LogWishes *wishes, gsize cut, LogCounts *counts)
{
    g_autoptr(LogStream) stream = log_stream_new(wishes);
    GString *all = g_string_new(NULL);
    GBytes *piece;
    guint mails;
    for (gsize at = 0, length = strlen(log); at < length; at += cut)
        log_stream_add(stream, log + at, MIN(cut, length - at));
    log_stream_end(stream);
    while ((piece = log_stream_take(stream, TRUE, &mails))) {
        g_string_append_len(all, g_bytes_get_data(piece, NULL), (gssize)g_bytes_get_size(piece));
        g_bytes_unref(piece);
    }
    *counts = *log_stream_counts(stream);
    return g_string_free(all, FALSE);
}

#define FROM "Nov 24 08:00:00 out postfix/qmgr[1]: 4XyZ: from=<me@example.org>, size=9, nrcpt=3\n"
#define BOUNCED                                                                                    \
    "Nov 24 08:00:01 out postfix/smtp[2]: 4XyZ: to=<b@example.net>, relay=none, dsn=5.4.4, "       \
    "status=bounced (no host)\n"
#define DELAYED(when, words)                                                                       \
    "Nov 24 08:" when " out postfix/smtp[2]: 4XyZ: to=<a@example.net>, relay=none, dsn=4.4.1, "    \
    "status=deferred (" words ")\n"
#define SENT                                                                                       \
    "Nov 24 08:30:00 out postfix/smtp[2]: 4XyZ: to=<a@example.net>, relay=none, dsn=2.0.0, "       \
    "status=sent (ok)\n"
#define EXPIRED                                                                                    \
    "Nov 24 08:40:00 out postfix/qmgr[1]: 4XyZ: from=<me@example.org>, status=expired, returned\n"
#define REMOVED "Nov 24 08:50:00 out postfix/qmgr[1]: 4XyZ: removed\n"
#define NOISE "Nov 24 08:20:00 out sshd[1]: Accepted publickey for root\n"

/* The same whatever pieces it comes in. */
static void test_joined(void)
{
    static const char log[] = NOISE FROM DELAYED("01:00", "timed out")
        BOUNCED NOISE DELAYED("20:00", "still") SENT REMOVED;
    static const gsize cuts[] = {1, 7, 100, 100000};
    LogWishes wishes = {.now = NOW};
    for (guint i = 0; i < G_N_ELEMENTS(cuts); i++) {
        LogCounts counts;
        g_autofree char *told = streamed(log, &wishes, cuts[i], &counts);
        g_assert_cmpstr(told, ==, FROM BOUNCED);
        g_assert_cmpuint(counts.lines, ==, 8);
        g_assert_cmpuint(counts.other, ==, 4);
        g_assert_cmpuint(counts.failed, ==, 1);
        g_assert_cmpuint(counts.delayed, ==, 0);
        g_assert_cmpuint(counts.delivered, ==, 1);
        g_assert_cmpuint(counts.repeated, ==, 1);
    }
}

static void test_still_waiting(void)
{
    LogWishes wishes = {.now = NOW};
    LogCounts counts;
    g_autofree char *told =
        streamed(FROM DELAYED("01:00", "first") DELAYED("20:00", "last"), &wishes, 50, &counts);
    g_assert_cmpstr(told, ==, FROM DELAYED("20:00", "last"));
    g_assert_cmpuint(counts.delayed, ==, 1);
    g_assert_cmpuint(counts.repeated, ==, 1);
}

/* What was tried in vain for days has failed, and the reader knows it. */
static void test_expired(void)
{
    static const char log[] = FROM DELAYED("01:00", "timed out") EXPIRED REMOVED;
    LogWishes wishes = {.now = NOW, .failed_only = TRUE};
    LogCounts counts;
    g_autofree char *told = streamed(log, &wishes, 50, &counts);
    g_assert_cmpuint(counts.failed, ==, 1);
    g_autoptr(GBytes) bytes = g_bytes_new(told, strlen(told));
    g_autoptr(GPtrArray) messages = read_input(bytes);
    g_assert_cmpuint(messages->len, ==, 1);
    const Facts *facts = ((const Message *)messages->pdata[0])->cases->pdata[0];
    g_assert_cmpint(facts->action, ==, ACTION_FAILED);
    g_assert_cmpstr(facts->sender.text, ==, "me@example.org");
    g_assert_cmpstr(facts->date.text, ==, "2026-11-24T08:01:00Z");
}

static guint64 told_with(LogWishes wishes)
{
    LogCounts counts;
    wishes.now = NOW;
    char *told = streamed(FROM BOUNCED DELAYED("20:00", "slow"), &wishes, 64, &counts);
    g_free(told);
    g_assert_cmpuint(counts.unwanted + counts.failed + counts.delayed, ==, 2);
    return counts.failed + counts.delayed;
}

static void test_wishes(void)
{
    g_assert_cmpuint(told_with((LogWishes){0}), ==, 2);
    g_assert_cmpuint(told_with((LogWishes){.failed_only = TRUE}), ==, 1);
    g_assert_cmpuint(told_with((LogWishes){.since = 1795507800}), ==, 1);
    g_assert_cmpuint(told_with((LogWishes){.until = 1795507800}), ==, 1);
    g_assert_cmpuint(told_with((LogWishes){.domain = "example.org"}), ==, 2);
    g_assert_cmpuint(told_with((LogWishes){.domain = "EXAMPLE.net"}), ==, 2);
    g_assert_cmpuint(told_with((LogWishes){.domain = "example.com"}), ==, 0);
    g_assert_cmpuint(told_with((LogWishes){.sender = "me@example.org"}), ==, 2);
    g_assert_cmpuint(told_with((LogWishes){.sender = "you@example.org"}), ==, 0);
}

static void test_journal(void)
{
    static const char log[] =
        "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1795507200123456\n_HOSTNAME=out\n"
        "SYSLOG_IDENTIFIER=postfix/smtp\nMESSAGE=4XyZ: to=<b@example.net>, dsn=5.1.1, "
        "status=bounced (no)\n\n"
        "__CURSOR=s=1;i=3\n__REALTIME_TIMESTAMP=1795507201123456\n_HOSTNAME=out\n"
        "SYSLOG_IDENTIFIER=sshd\nMESSAGE=Accepted\n";
    LogWishes wishes = {.now = NOW};
    LogCounts counts;
    g_assert_true(log_stream_is(log, strlen(log), NOW));
    g_autofree char *told = streamed(log, &wishes, 9, &counts);
    g_assert_cmpstr(told, ==,
                    "2026-11-24T08:00:00Z out postfix/smtp: 4XyZ: to=<b@example.net>, "
                    "dsn=5.1.1, status=bounced (no)\n");
    g_assert_cmpuint(counts.lines, ==, 2);
    g_assert_cmpuint(counts.other, ==, 1);
    g_autoptr(GBytes) bytes = g_bytes_new_static(log, strlen(log));
    g_autoptr(GPtrArray) messages = read_input(bytes);
    const Facts *facts = ((const Message *)messages->pdata[0])->cases->pdata[0];
    g_assert_cmpstr(facts->recipient.text, ==, "b@example.net");
}

#define NAMES                                                                                      \
    "#Fields: date-time,event-id,message-id,recipient-address,recipient-status,sender-address\n"
#define ROW(event, who)                                                                            \
    "2026-11-24T08:00:00Z," event ",<1@x>," who ",\"550 5.1.1 no, \"\"here\"\"\",me@example.org\n"

static void test_table(void)
{
    static const char log[] =
        "#Software: Microsoft Exchange Server\n" NAMES ROW("RECEIVE", "a@example.net")
            ROW("FAIL", "a@example.net") ROW("DELIVER", "b@example.net");
    LogWishes wishes = {.now = NOW, .sender = "me@example.org"};
    LogCounts counts;
    g_assert_true(log_stream_is(log, strlen(log), NOW));
    g_autofree char *told = streamed(log, &wishes, 33, &counts);
    g_assert_cmpstr(told, ==,
                    "#Fields: date-time,event-id,message-id,recipient-address,"
                    "recipient-status,sender-address\n" ROW("FAIL", "a@example.net"));
    g_assert_cmpuint(counts.failed, ==, 1);
    g_assert_cmpuint(counts.delivered, ==, 1);
}

/* A line without an end, a mail with a million delays, mails that never end: no more is kept. */
static void test_bounded(void)
{
    LogWishes wishes = {.now = NOW};
    g_autoptr(LogStream) stream = log_stream_new(&wishes);
    g_autofree char *chunk = g_strnfill(1 << 20, 'x');
    for (guint i = 0; i < 64; i++)
        log_stream_add(stream, chunk, 1 << 20);
    log_stream_add(stream, "\n", 1);
    g_assert_cmpuint(log_stream_counts(stream)->cut, ==, 1);
    g_assert_cmpuint(log_stream_counts(stream)->lines, ==, 1);
    guint64 told = 0;
    for (guint i = 0; i < 100000; i++) {
        g_autofree char *line = g_strdup_printf(
            "Nov 24 08:00:00 out postfix/smtp[2]: 4X%06u: to=<a@example.net>, dsn=4.4.1, "
            "status=deferred (slow %0100u)\n",
            i, i);
        guint mails;
        log_stream_add(stream, line, strlen(line));
        GBytes *piece = log_stream_take(stream, FALSE, &mails);
        told += piece ? mails : 0;
        g_clear_pointer(&piece, g_bytes_unref);
    }
    g_assert_cmpuint(told, >, 20000); /* what did not fit was told, and not lost */
    log_stream_end(stream);
    g_assert_cmpuint(log_stream_counts(stream)->delayed, ==, 100000);
}

static void test_what_is_a_log(void)
{
    static const char mail[] =
        "Received: by mx\nFrom: a@example.org\n\n550 5.1.1 <kim@example.net> no\n";
    static const char comment[] = "Here is what the log says:\n" BOUNCED "Kind regards,\nKim\n";
    static const char noise[] = NOISE NOISE;
    static const char log[] = NOISE NOISE BOUNCED;
    g_assert_false(log_is(mail, strlen(mail), NOW));
    g_assert_false(log_is(comment, strlen(comment), NOW));
    g_assert_false(log_is(noise, strlen(noise), NOW));
    g_assert_true(log_is(log, strlen(log), NOW));
}

int main(int argc, char **argv)
{
    g_setenv("TZ", "UTC", TRUE);
    g_test_init(&argc, &argv, NULL);
    read_init();
    g_test_add_func("/log/lines", test_lines);
    g_test_add_func("/log/stamps", test_stamps);
    g_test_add_func("/log/times", test_times);
    g_test_add_func("/log/joined", test_joined);
    g_test_add_func("/log/still waiting", test_still_waiting);
    g_test_add_func("/log/expired", test_expired);
    g_test_add_func("/log/wishes", test_wishes);
    g_test_add_func("/log/journal", test_journal);
    g_test_add_func("/log/table", test_table);
    g_test_add_func("/log/bounded", test_bounded);
    g_test_add_func("/log/what is a log", test_what_is_a_log);
    return g_test_run();
}
