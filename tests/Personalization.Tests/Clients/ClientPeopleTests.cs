using Personalization.Abstractions.Identity;
using Personalization.Client;
using Personalization.Client.Users;
using Personalization.Tests.Api.Edge;
using FoundUsers = Personalization.Abstractions.Users.UserMatches;
using IUserDirectoryGrain = Personalization.Abstractions.Users.IUserDirectoryGrain;
using ListedUser = Personalization.Abstractions.Users.ListedUser;
using UserListPage = Personalization.Abstractions.Users.UserListPage;
using UserListQuery = Personalization.Abstractions.Users.UserListQuery;

namespace Personalization.Tests.Clients;

/// <summary>The lists of users of the client package against the real API on a socket.</summary>
public sealed class ClientPeopleTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_are_browsed_and_matched()
    {
        ScriptedDirectory directory = new();
        await using EdgeServer server = await EdgeServer.StartAsync([directory]);
        PersonalizationClient client = new(server.Http);

        UserPage first = await client.Users.BrowseAsync("an", count: 1, cancellationToken: Stop);
        UserPage second = await client.Users.BrowseAsync("an", first.Cursor, 1, Stop);
        UserMatches similar = await client.Users.SimilarAsync("ann ö", 7, Stop);
        UserMatches audience = await client.Items.AudienceAsync("p-1", 8, Stop);

        Assert.Equal(new UserSummary("ann", At, 5), Assert.Single(first.Users));
        Assert.Equal((3L, true, 3L, null), (first.Total, first.Cursor is not null, second.Total, second.Cursor));
        Assert.Equal(["list an  1", "list an 6 1", "similar ann ö 7", "audience p-1 8"], directory.Calls);
        UserMatch match = Assert.Single(similar.Users);
        Assert.Equal(("ann", 0.5, At, "p-1"), (match.Id, match.Score, match.LastEventAt, match.Evidence.Single()));
        Assert.Equal((9L, "m-1", null), (similar.Compared, similar.ModelVersion, similar.Reason));
        Assert.Equal("noModel", audience.Reason);
    }

    [Fact]
    public async Task A_list_that_is_not_ready_is_a_transient_problem()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedDirectory { IsReading = true }]);
        using HttpResponseMessage answer = await server.Http.GetAsync(new Uri("/v1/users", UriKind.Relative), Stop);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private sealed class ScriptedDirectory : IUserDirectoryGrain
    {
        public bool IsReading { get; init; }

        public List<string> Calls { get; } = [];

        public ValueTask<UserListPage?> ListAsync(UserListQuery query)
        {
            Calls.Add($"list {query.Prefix} {query.Before} {query.Count}");
            return new(IsReading
                ? null
                : new UserListPage([new ListedUser(UserId.Create("ann"), At, 5)], 3, query.Before is null ? 6 : null));
        }

        public ValueTask<FoundUsers?> SimilarAsync(UserId user, int count)
        {
            Calls.Add($"similar {user} {count}");
            return new(new FoundUsers
            {
                Users = [new(UserId.Create("ann"), 0.5, At, [ItemId.Create("p-1")])],
                Compared = 9,
                ModelVersion = "m-1",
            });
        }

        public ValueTask<FoundUsers?> AudienceAsync(ItemId item, int count)
        {
            Calls.Add($"audience {item} {count}");
            return new(new FoundUsers
            {
                Users = [new(UserId.Create("bob"), 2, At, [])],
                Reason = "noModel",
            });
        }
    }
}
