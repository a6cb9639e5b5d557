#include "tui/state/questions.h"

#include <string.h>
#include "tui/base/i18n.h"

static const struct {
    const char *id, *title;
} causes[] = {
    {"no-such-user", N_("The recipient's mailbox does not exist")},
    {"mailbox-full", N_("The recipient's mailbox is full")},
    {"blocked-by-recipient", N_("The recipient has blocked the sender")},
    {"recipient-domain-not-found", N_("The recipient's domain does not exist")},
    {"domain-takes-no-mail", N_("The recipient's domain takes no mail")},
    {"sending-ip-blocked", N_("The sending server's IP is blocked")},
    {"poor-reputation", N_("The sender or its server has a poor reputation")},
    {"reverse-dns-unproved", N_("The sending server has no proper reverse DNS")},
    {"spf-failed", N_("SPF does not allow the sending server")},
    {"dkim-failed", N_("The DKIM signature is missing or broken")},
    {"dmarc-failed", N_("The domain's DMARC policy refuses the message")},
    {"sender-domain-not-found", N_("The sender's domain cannot be found")},
    {"judged-spam", N_("The message was taken for spam")},
    {"link-listed", N_("A link in the message is on a block list")},
    {"message-too-big", N_("The message is too big")},
    {"attachment-refused", N_("The attachment is not allowed")},
    {"sending-too-fast", N_("Too many messages in a short time")},
    {"greylisted", N_("The server asks to try again later (greylisting)")},
    {"login-required", N_("The mail program does not log in to send")},
    {"cannot-connect", N_("The receiving server cannot be reached")},
    {"email-routing-wrong", N_("Our own server takes the recipient's domain for its own")},
};

const GuidedQuestion questions[QUESTION_COUNT] = {
    {N_("What did the sender see?"),
     {{N_("It says that the address or the user is unknown"),
       {{"no-such-user", 6}, {"email-routing-wrong", 3}, {"recipient-domain-not-found", 2}}},
      {N_("It says that the mailbox is full"), {{"mailbox-full", 8}}},
      {N_("It says blocked, listed, or bad reputation"),
       {{"sending-ip-blocked", 6},
        {"poor-reputation", 4},
        {"reverse-dns-unproved", 2},
        {"blocked-by-recipient", 2},
        {"link-listed", 1}}},
      {N_("It speaks of SPF, DKIM, DMARC or authentication"),
       {{"spf-failed", 6}, {"dkim-failed", 5}, {"dmarc-failed", 5}, {"login-required", 1}}},
      {N_("It speaks of spam, content, size or an attachment"),
       {{"judged-spam", 4}, {"message-too-big", 4}, {"attachment-refused", 4}, {"link-listed", 3}}},
      {N_("It says delayed, or to try again later"),
       {{"greylisted", 4}, {"cannot-connect", 4}, {"sending-too-fast", 3}}},
      {N_("Don't know, or nothing came back"), {{NULL, 0}}}}},
    {N_("Which recipients are affected?"),
     {{N_("One recipient only"),
       {{"no-such-user", 3}, {"mailbox-full", 3}, {"blocked-by-recipient", 2}}},
      {N_("Everybody at one domain or provider"),
       {{"sending-ip-blocked", 2},
        {"domain-takes-no-mail", 2},
        {"recipient-domain-not-found", 2},
        {"poor-reputation", 2},
        {"email-routing-wrong", 2},
        {"cannot-connect", 1}}},
      {N_("Recipients at many providers"),
       {{"spf-failed", 3},
        {"sending-ip-blocked", 3},
        {"sender-domain-not-found", 3},
        {"reverse-dns-unproved", 2},
        {"dmarc-failed", 2},
        {"login-required", 1}}},
      {N_("Don't know"), {{NULL, 0}}}}},
    {N_("Since when?"),
     {{N_("Since DNS, the host or the mail provider was changed"),
       {{"spf-failed", 3},
        {"email-routing-wrong", 3},
        {"sender-domain-not-found", 3},
        {"dkim-failed", 2},
        {"reverse-dns-unproved", 2},
        {"dmarc-failed", 1}}},
      {N_("It worked before, and nothing was changed"),
       {{"sending-ip-blocked", 2},
        {"mailbox-full", 1},
        {"poor-reputation", 1},
        {"no-such-user", 1}}},
      {N_("It never worked"),
       {{"no-such-user", 1},
        {"login-required", 2},
        {"recipient-domain-not-found", 1},
        {"blocked-by-recipient", 1},
        {"reverse-dns-unproved", 1}}},
      {N_("Don't know"), {{NULL, 0}}}}},
    {N_("How is the mail sent?"),
     {{N_("By a mail program or webmail"), {{"login-required", 1}, {"attachment-refused", 1}}},
      {N_("By a web site, a form or a script"),
       {{"spf-failed", 2}, {"login-required", 2}, {"dkim-failed", 1}, {"sending-too-fast", 1}}},
      {N_("To many recipients at once"),
       {{"sending-too-fast", 4}, {"judged-spam", 2}, {"poor-reputation", 2}}},
      {N_("It is forwarded from another address"),
       {{"spf-failed", 4}, {"dmarc-failed", 2}, {"poor-reputation", 1}}},
      {N_("Don't know"), {{NULL, 0}}}}},
    {N_("Does a short text without links or attachments arrive?"),
     {{N_("Yes"),
       {{"judged-spam", 4}, {"link-listed", 4}, {"attachment-refused", 4}, {"message-too-big", 4}}},
      {N_("No"),
       {{"no-such-user", 1}, {"sending-ip-blocked", 1}, {"spf-failed", 1}, {"cannot-connect", 1}}},
      {N_("Don't know"), {{NULL, 0}}}}},
};

static void add_points(int *totals, const CausePoints *points)
{
    for (guint i = 0; i < POINTS_MAX && points[i].cause != NULL; i++)
        for (guint cause = 0; cause < G_N_ELEMENTS(causes); cause++)
            if (strcmp(points[i].cause, causes[cause].id) == 0)
                totals[cause] += points[i].points;
}

static int best_of(const int *totals)
{
    int best = -1;
    for (guint i = 0; i < G_N_ELEMENTS(causes); i++)
        if (totals[i] > 0 && (best < 0 || totals[i] > totals[best]))
            best = (int)i;
    return best;
}

GPtrArray *questions_causes(const int answers[QUESTION_COUNT])
{
    int totals[G_N_ELEMENTS(causes)] = {0}, best;
    for (guint i = 0; i < QUESTION_COUNT; i++)
        if (answers[i] >= 0 && answers[i] < ANSWERS_MAX)
            add_points(totals, questions[i].answers[answers[i]].points);
    GPtrArray *ids = g_ptr_array_new();
    while (ids->len < CANDIDATES_SHOWN && (best = best_of(totals)) >= 0) {
        g_ptr_array_add(ids, (gpointer)(guintptr)causes[best].id);
        totals[best] = 0;
    }
    return ids;
}

const char *questions_title(const char *cause)
{
    for (guint i = 0; i < G_N_ELEMENTS(causes); i++)
        if (strcmp(cause, causes[i].id) == 0)
            return causes[i].title;
    return NULL;
}

const char *questions_cause_at(guint index)
{
    return index < G_N_ELEMENTS(causes) ? causes[index].id : NULL;
}
