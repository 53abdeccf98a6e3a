using System.Numerics.Tensors;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.People;

/// <summary>
/// Compares users by the factors of one model: each user is folded in from the user's latest events. Not thread-safe.
/// </summary>
/// <remarks>The artifact holds no vectors of users. Users who came after the training count like all others.</remarks>
public sealed class UserTastes
{
    private const int MostEvidence = 3;

    private readonly ModelParts _parts;
    private readonly Workspace _work;

    /// <summary>Prepares the comparison with the factors of a model.</summary>
    public UserTastes(ModelSnapshot model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _parts = model.Parts;
        _work = _parts.NewWorkspace();
    }

    /// <summary>The model.</summary>
    public ModelSnapshot Model { get; }

    /// <summary>Finds the users most similar to a user, most similar first.</summary>
    /// <param name="events">The latest events of the user, oldest first.</param>
    /// <param name="users">The users to compare with, without the user.</param>
    /// <param name="into">Receives the scores.</param>
    /// <returns>False if the model knows no item that the user chose.</returns>
    public bool TryCompare(
        IReadOnlyList<DirectoryEvent> events, IEnumerable<DirectoryUser> users, List<ScoredUser> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (VectorOf(events) is not { } wanted)
        {
            return false;
        }

        foreach (DirectoryUser user in users)
        {
            if (user.VectorOf(Model.Version, VectorOf) is { } vector)
            {
                into.Add(new(user, TensorPrimitives.CosineSimilarity(wanted, vector)));
            }
        }

        Order(into);
        return true;
    }

    /// <summary>Scores an item for each user by the factors, best first.</summary>
    /// <returns>False if the model does not know the item.</returns>
    public bool TryScore(ItemId item, IEnumerable<DirectoryUser> users, List<ScoredUser> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (!Model.Items.TryGet(item.Value, out int number))
        {
            return false;
        }

        float[] wanted = _parts.Factors.VectorOf(number).ToArray();
        foreach (DirectoryUser user in users)
        {
            if (user.VectorOf(Model.Version, VectorOf) is { } vector)
            {
                into.Add(new(user, FactorKernels.Dot(vector, wanted)));
            }
        }

        Order(into);
        return true;
    }

    /// <summary>Describes a similar user; the evidence is the items that both users chose, latest first.</summary>
    public static UserMatch Describe(ScoredUser found, IReadOnlyList<DirectoryEvent> events)
    {
        HashSet<string> chosen = [.. Chosen(events)];
        return Match(
            found,
            Chosen(found.User.Events).Reverse().Where(chosen.Contains).Distinct().Take(MostEvidence));
    }

    /// <summary>Describes a user of an audience; the evidence is the item that raises the score most.</summary>
    public UserMatch Describe(ScoredUser found, ItemId item)
    {
        Candidate[] candidate = new Candidate[1];
        Fold(found.User.Events);
        _ = Model.Items.TryGet(item.Value, out int number);
        _parts.Factors.Score(_work, [number], candidate);
        return Match(found, candidate[0].Evidence < 0 ? [] : [Model.Items[candidate[0].Evidence]]);
    }

    private static IEnumerable<string> Chosen(IReadOnlyList<DirectoryEvent> events) =>
        events.Where(happened => happened.Weight > 0).Select(happened => happened.Item);

    private static UserMatch Match(ScoredUser found, IEnumerable<string> evidence) => new(
        found.User.Id,
        Math.Min(found.Score, float.MaxValue),
        DateTimeOffset.FromUnixTimeMilliseconds(found.User.LastEventMs ?? 0),
        [.. evidence.Select(ItemId.Create)]);

    /// <summary>Keeps the users with a score above 0, best first, ties by id.</summary>
    private static void Order(List<ScoredUser> found)
    {
        _ = found.RemoveAll(user => !(user.Score > 0));
        found.Sort(static (left, right) => right.Score != left.Score
            ? right.Score.CompareTo(left.Score)
            : string.CompareOrdinal(left.User.Id.Value, right.User.Id.Value));
    }

    private float[]? VectorOf(IReadOnlyList<DirectoryEvent> events)
    {
        Fold(events);
        return _parts.Factors.FoldIn(_work) ? _work.Factors.Row.ToArray() : null;
    }

    private void Fold(IReadOnlyList<DirectoryEvent> events)
    {
        SignalEvent[] signal = new SignalEvent[events.Count];
        int count = 0;
        foreach (DirectoryEvent happened in events)
        {
            if (Model.Items.TryGet(happened.Item, out int item))
            {
                signal[count++] = new(item, happened.Weight, happened.TimeMs);
            }
        }

        _work.Interactions.Known = _parts.ItemCount;
        _work.Interactions.Fold(signal.AsSpan(0, count), _parts.SessionGapMs);
    }
}

/// <summary>A user with a score; higher is better.</summary>
/// <param name="User">The user.</param>
/// <param name="Score">The score.</param>
public readonly record struct ScoredUser(DirectoryUser User, float Score);
