#include "checks/dns/source_recording.h"

#include "checks/dns/answer_json.h"
#include "checks/dnsbl/dnsbl_mask.h"

typedef struct {
    Source source;
    Source *below;
    Answers *kept;
} Recorder;

/* A question under way. */
typedef struct {
    Recorder *recorder;
    SourceCallback callback;
    gpointer data;
} Errand;

static void on_answer(Answer *answer, gpointer data)
{
    g_autofree Errand *errand = data;
    answers_store(errand->recorder->kept, answer_copy(answer));
    errand->callback(answer, errand->data);
}

static void recorder_ask(Source *source, const Question *question, gint64 deadline,
                         SourceCallback callback, gpointer data)
{
    Recorder *recorder = (Recorder *)source;
    Errand *errand = g_new(Errand, 1);
    *errand = (Errand){recorder, callback, data};
    recorder->below->ask(recorder->below, question, deadline, on_answer, errand);
}

static void recorder_cancel(Source *source)
{
    Source *below = ((Recorder *)source)->below;
    below->cancel(below);
}

static void recorder_free(Source *source)
{
    g_free(source);
}

Source *source_recorder_new(Source *below, Answers *kept)
{
    Recorder *recorder = g_new0(Recorder, 1);
    recorder->source =
        (Source){.ask = recorder_ask, .cancel = recorder_cancel, .free = recorder_free};
    recorder->below = below;
    recorder->kept = kept;
    return &recorder->source;
}

typedef struct {
    Source source;
    GHashTable *answers; /* Answer* by their own Question */
} Recording;

static void answer_destroy(gpointer answer)
{
    answer_free(answer);
}

/* As the person of the recording asked, whose keys are masked. */
static Answer *look_up(const Recording *recording, const Question *question)
{
    Question masked = *question;
    g_autofree char *name = dnsbl_mask_keys(question->name);
    masked.name = name;
    const Answer *known = g_hash_table_lookup(recording->answers, &masked);
    if (!known)
        return answer_to(question, ANSWER_NOT_ASKED);
    Answer *answer = answer_copy(known);
    question_clear(&answer->question);
    answer->question = question_copy(question);
    return answer;
}

/* It answers at once, so nothing is ever open. */
static void recording_ask(Source *source, const Question *question, gint64 deadline,
                          SourceCallback callback, gpointer data)
{
    (void)deadline;
    callback(look_up((Recording *)source, question), data);
}

static void recording_cancel(Source *source)
{
    (void)source;
}

static void recording_free(Source *source)
{
    g_hash_table_unref(((Recording *)source)->answers);
    g_free(source);
}

Source *source_recording_new(const json_t *answers)
{
    Recording *recording = g_new0(Recording, 1);
    recording->source =
        (Source){.ask = recording_ask, .cancel = recording_cancel, .free = recording_free};
    recording->answers = g_hash_table_new_full(question_hash, question_equal, NULL, answer_destroy);
    for (size_t i = 0; i < json_array_size(answers); i++) {
        Answer *answer = answer_from_json(json_array_get(answers, i));
        if (answer && g_hash_table_contains(recording->answers, &answer->question))
            answer_free(answer);
        else if (answer)
            g_hash_table_insert(recording->answers, &answer->question, answer);
    }
    return &recording->source;
}
