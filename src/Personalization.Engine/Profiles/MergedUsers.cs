using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;

namespace Personalization.Engine.Profiles;

/// <summary>The users that were merged into a user: a fold of the user's log. Not thread-safe.</summary>
public sealed class MergedUsers
{
    /// <summary>No merged users. Nothing may be folded into this instance.</summary>
    public static readonly MergedUsers None = new();

    private readonly Dictionary<string, MergedUser> _merges = new(StringComparer.Ordinal);

    /// <summary>Creates the state before the first merge.</summary>
    public MergedUsers()
    {
    }

    /// <summary>Restores the merges of a snapshot.</summary>
    /// <param name="merges">The merges; empty in a snapshot of a version that stored ids only.</param>
    /// <param name="ids">The ids of all merged users.</param>
    public MergedUsers(ImmutableArray<MergedUser> merges, ImmutableArray<string> ids)
    {
        foreach (MergedUser merge in merges)
        {
            Add(merge);
        }

        SetIds();
        foreach (string id in ids.Where(id => !Ids.Contains(id)))
        {
            Add(new MergedUser { Other = id });
        }

        SetIds();
    }

    /// <summary>The ids of all merged users, direct and indirect, with those of unfinished merges.</summary>
    public IReadOnlySet<string> Ids { get; private set; } = new HashSet<string>();

    /// <summary>The merges that must be completed or undone, in order of the merged users' ids.</summary>
    public IEnumerable<MergedUser> Unfinished => All.Where(merge => merge.Step is not null);

    /// <summary>All merges, in order of the merged users' ids.</summary>
    public IEnumerable<MergedUser> All => _merges.Values.OrderBy(merge => merge.Other, StringComparer.Ordinal);

    /// <summary>Gets the merge of a user; null for none.</summary>
    public MergedUser? Find(string other) => _merges.GetValueOrDefault(other);

    /// <summary>Folds the next step of a merge into the state.</summary>
    public void Apply(MergedEntry entry)
    {
        if (entry.Step is MergeStep.Withdrawn or MergeStep.Undone)
        {
            _ = _merges.Remove(entry.Other.Value);
        }
        else
        {
            Add(new MergedUser
            {
                Into = entry.UserId.Value,
                Other = entry.Other.Value,
                At = entry.ReceivedAt,
                Step = entry.Step,
                Through = [.. (entry.Through ?? []).Select(user => user.Value)],
            });
        }

        SetIds();
    }

    private void Add(MergedUser merge) => _merges[merge.Other] = merge;

    private void SetIds() => Ids = _merges.Values.SelectMany(merge => merge.Through.Append(merge.Other))
        .ToHashSet(StringComparer.Ordinal);
}
