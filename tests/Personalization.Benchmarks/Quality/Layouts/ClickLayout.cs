using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// The protocol for every next click of a session. <c>*train*.txt</c> and <c>*test*.txt</c> (or <c>*valid*.txt</c>)
/// have the columns SessionId, ItemId and Time in seconds (tab) and a header line. The item of the last click is
/// removed from the list.
/// </summary>
internal static class ClickLayout
{
    private static readonly char[] Tab = ['\t'];

    /// <summary>Reads the data set of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="part">The evaluated part: test or valid.</param>
    public static Protocol Read(string folder, string part)
    {
        LineErrors errors = new();
        LogDraft draft = new();
        foreach ((string session, string item, long timeMs) in Clicks(LineReader.Find(folder, "*train*.txt"), errors))
        {
            draft.Add(draft.User(session), draft.Item(item), 1, timeMs);
        }

        List<(string Session, string Item, long TimeMs)> asked =
        [.. Clicks(LineReader.Find(folder, $"*{part}*.txt"), errors)];
        errors.ThrowIfAny();
        TrainingLog log = draft.Build();
        Question[] questions = [.. asked.GroupBy(
            click => click.Session).SelectMany(session => Ask(draft, [.. session.OrderBy(click => click.TimeMs)]))];
        return new("clicks", log, questions, 20, [Metric.HitRate, Metric.ReciprocalRank]);
    }

    private static IEnumerable<(string Session, string Item, long TimeMs)> Clicks(string file, LineErrors errors)
    {
        foreach ((int line, string[] fields) in LineReader.Fields(file, Tab, 3, errors))
        {
            if (line > 1)
            {
                yield return (fields[0], fields[1], (long)(LineReader.Number(fields[2], file, line, errors) * 1000));
            }
        }
    }

    private static IEnumerable<Question> Ask(LogDraft draft, (string Session, string Item, long TimeMs)[] clicks)
    {
        SignalEvent[] events = [.. clicks.Select(click => new SignalEvent(draft.Find(click.Item), 1, click.TimeMs))];
        for (int at = 1; at < events.Length; at++)
        {
            int current = events[at - 1].Item;
            SignalEvent[] known = [.. events[..at].Where(happened => happened.Item >= 0)];
            yield return new(
                new UserSignal(known, clicks[at - 1].TimeMs), [events[at].Item], current < 0 ? [] : [current], []);
        }
    }
}
