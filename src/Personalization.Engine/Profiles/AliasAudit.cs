using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Profiles;

/// <summary>
/// Finds aliases that their targets do not know, in the log of all users. Records must come in the order of the log.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// Older versions could lose the end of a merge, and could not erase a chain of merges. The events of such an alias
/// are in no profile and in no training, and no erasure reaches them.
/// </remarks>
public sealed class AliasAudit
{
    private readonly Dictionary<string, (AliasEntry Entry, long Position)> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MergedUsers> _merges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _erased = new(StringComparer.Ordinal);

    /// <summary>Folds the next record into the state.</summary>
    public void Add(LogRecord record)
    {
        switch (record.Entry)
        {
            case AliasEntry alias:
                _aliases[record.UserKey] = (alias, record.Position);
                break;
            case UnaliasedEntry:
                _ = _aliases.Remove(record.UserKey);
                break;
            case MergedEntry merged:
                if (!_merges.TryGetValue(record.UserKey, out MergedUsers? merges))
                {
                    _merges.Add(record.UserKey, merges = new MergedUsers());
                }

                merges.Apply(merged);
                break;
            case ForgottenEntry:
                _ = _aliases.Remove(record.UserKey);
                _ = _merges.Remove(record.UserKey);
                _erased[record.UserKey] = record.Position;
                break;
            default:
                break;
        }
    }

    /// <summary>Returns the aliases that their targets do not know, in order of their keys.</summary>
    public IEnumerable<StrandedAlias> Find()
    {
        foreach ((string _, (AliasEntry alias, long position)) in _aliases.OrderBy(
            pair => pair.Key, StringComparer.Ordinal))
        {
            string target = UserKey.Encode(alias.Target);
            if (_merges.GetValueOrDefault(target)?.Find(alias.UserId.Value) is { Step: null }
                || Knows(target, alias.UserId))
            {
                continue;
            }

            yield return new StrandedAlias(
                alias.UserId, EndOf(alias), _erased.TryGetValue(target, out long erased) && erased > position);
        }
    }

    private bool Knows(string target, UserId alias) =>
        _merges.GetValueOrDefault(target) is { } merges
        && merges.Ids.Contains(alias.Value)
        && merges.Find(alias.Value) is null;

    private UserId EndOf(AliasEntry alias)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        UserId end = alias.Target;
        while (seen.Add(end.Value) && _aliases.TryGetValue(UserKey.Encode(end), out (AliasEntry Entry, long _) next))
        {
            end = next.Entry.Target;
        }

        return end;
    }
}
