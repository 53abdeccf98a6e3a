using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;

namespace Personalization.Engine.People;

/// <summary>
/// The users of the latest entries of the event log. Records must come in the order of the log. Not thread-safe.
/// </summary>
/// <remarks>
/// A user with <see cref="DirectoryUser.MostEvents"/> events takes about 1 KB. Forgotten users and aliases are removed;
/// synthetic users are left out. The events of a merged user that were copied count for the user who received them.
/// </remarks>
/// <param name="vocabulary">The weights of the event types.</param>
/// <param name="mostUsers">The most users; the user without activity for the longest time is dropped.</param>
public sealed class UserDirectory(EventVocabulary vocabulary, int mostUsers = UserDirectory.MostUsers)
{
    /// <summary>The most users in memory.</summary>
    public const int MostUsers = 50_000;

    /// <summary>The most item ids that are shared between users. Then sharing begins again.</summary>
    private const int MostShared = 200_000;

    private readonly Dictionary<string, LinkedListNode<DirectoryUser>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<DirectoryUser> _latest = [];
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);

    /// <summary>The users, latest activity first.</summary>
    public IReadOnlyCollection<DirectoryUser> Latest => _latest;

    /// <summary>Gets a user; null for a user who is not in the directory.</summary>
    public DirectoryUser? Find(UserId user) =>
        _byKey.GetValueOrDefault(UserKey.Encode(user))?.Value;

    /// <summary>Takes one record.</summary>
    public void Add(LogRecord record)
    {
        if (SyntheticUsers.ContainsKey(record.UserKey))
        {
            return;
        }

        switch (record.Entry)
        {
            case EventEntry happened when Touch(record, happened.Event.UserId) is { } user:
                Add(user, happened.Event);
                break;
            case PreferencesEntry stated when Touch(record, stated.UserId) is { } user:
                user.IsOptedOut = stated.Preferences.OptOut;
                break;
            case AliasEntry or ForgetBegunEntry or ForgottenEntry:
                Remove(record.UserKey);
                break;
            default:
                break;
        }
    }

    /// <summary>Gets a page of the users whose ids begin with a prefix.</summary>
    public UserListPage List(UserListQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ImmutableArray<ListedUser>.Builder page = ImmutableArray.CreateBuilder<ListedUser>();
        int total = 0;
        long last = 0;
        bool hasMore = false;
        foreach (DirectoryUser user in _latest)
        {
            if (query.Prefix is { } prefix && !user.Id.Value.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            total++;
            if (user.Position >= (query.Before ?? long.MaxValue))
            {
                continue;
            }

            if (page.Count == query.Count)
            {
                hasMore = true;
                continue;
            }

            page.Add(new(
                user.Id,
                user.LastEventMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
                user.EventCount));
            last = user.Position;
        }

        return new(page.ToImmutable(), total, hasMore ? last : null);
    }

    private void Add(DirectoryUser user, UserEvent happened)
    {
        long timeMs = happened.OccurredAt.ToUnixTimeMilliseconds();
        user.Count(timeMs);
        if (vocabulary.WeightOf(happened.Type) is not 0 and var weight)
        {
            user.Add(new(
                Shared(happened.ItemId.Value), (float)weight, timeMs, happened.Type == EventTypes.Purchase));
        }
    }

    /// <summary>Moves the user of a record to the front; null if the user's id is not known.</summary>
    /// <param name="record">The record.</param>
    /// <param name="named">The user in the entry: the user of the log, or one merged into it.</param>
    private DirectoryUser? Touch(LogRecord record, UserId named)
    {
        if (!_byKey.TryGetValue(record.UserKey, out LinkedListNode<DirectoryUser>? node))
        {
            if (IdOf(record.UserKey, named) is not { } id)
            {
                return null;
            }

            node = new(new DirectoryUser(id));
            _byKey.Add(record.UserKey, node);
        }
        else
        {
            _latest.Remove(node);
        }

        _latest.AddFirst(node);
        node.Value.Position = record.Position;
        if (_byKey.Count > mostUsers)
        {
            Remove(UserKey.Encode(_latest.Last!.Value.Id));
        }

        return node.Value;
    }

    private void Remove(string key)
    {
        if (_byKey.Remove(key, out LinkedListNode<DirectoryUser>? node))
        {
            _latest.Remove(node);
        }
    }

    private static UserId? IdOf(string key, UserId named) =>
        UserKey.Encode(named) == key ? named
        : !key.Contains('~', StringComparison.Ordinal) ? UserId.Create(key)
        : null;

    private string Shared(string item)
    {
        if (_shared.TryGetValue(item, out string? known))
        {
            return known;
        }

        if (_shared.Count >= MostShared)
        {
            _shared.Clear();
        }

        _shared.Add(item, item);
        return item;
    }
}
