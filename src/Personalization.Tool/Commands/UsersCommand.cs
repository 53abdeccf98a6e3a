using System.CommandLine;
using System.Globalization;
using Personalization.Client.Events;
using Personalization.Client.Recommendations;
using Personalization.Client.Users;
using Personalization.Tool.Connection;

namespace Personalization.Tool.Commands;

/// <summary>The <c>users</c> command.</summary>
internal static class UsersCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(ApiOptions api) => new("users", "Shows, lists, exports, merges and erases users.")
    {
        CreateShow(api), CreateList(api), CreateExport(api), CreateMerge(api), CreateForget(api),
    };

    private static Argument<string> Id() => new("ID") { Description = "The user." };

    private static Command CreateShow(ApiOptions api)
    {
        Argument<string> id = Id();
        Command command = new("show", "Shows the profile of a user.") { id };
        command.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            UserProfile profile = await client.Users.FindAsync(parsed.GetRequiredValue(id), cancellation)
                ?? throw new IOException("The engine does not know this user.");
            Console.WriteLine($"{profile.EventCount} events, profile version {profile.ProfileVersion}"
                + (profile.MergedInto is { } target ? $", merged into {target}" : string.Empty));
            foreach (InteractionEvent happened in profile.RecentEvents)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{happened.OccurredAt:u}\t{happened.Type}\t{happened.ItemId}"));
            }
        }));
        return command;
    }

    private static Command CreateList(ApiOptions api)
    {
        Argument<string> id = Id();
        Option<string?> placement = new("--placement") { Description = "The placement." };
        Option<int?> count = new("--count") { Description = "The number of items, 1 to 200." };
        Command command = new("recommend", "Shows the list of a user.") { id, placement, count };
        command.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            RecommendationList list = await client.Recommendations.GetAsync(
                parsed.GetRequiredValue(id),
                new RecommendationQuery { Placement = parsed.GetValue(placement), Count = parsed.GetValue(count) },
                cancellation);
            foreach (RecommendedItem item in list.Items)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{item.Id}\t{item.Score:0.####}\t{item.Reason?.Kind}"));
            }

            Console.WriteLine($"{list.FallbackLevel} {list.FallbackReason}".TrimEnd());
        }));
        return command;
    }

    private static Command CreateExport(ApiOptions api)
    {
        Argument<string> id = Id();
        Command command = new("export", "Writes the log of a user as NDJSON.") { id };
        command.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            await using Stream log = await client.Users.ExportAsync(parsed.GetRequiredValue(id), cancellation);
            await using Stream output = Console.OpenStandardOutput();
            await log.CopyToAsync(output, cancellation);
        }));
        return command;
    }

    private static Command CreateMerge(ApiOptions api)
    {
        Argument<string> id = Id();
        Argument<string> from = new("FROM") { Description = "The user to merge, for example an anonymous visitor." };
        Command command = new("merge", "Merges another user into a user.") { id, from };
        command.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            MergeResult merged = await client.Users.MergeAsync(
                parsed.GetRequiredValue(id), parsed.GetRequiredValue(from), cancellation);
            Console.WriteLine($"{merged.EventsMoved} events moved, profile version {merged.ProfileVersion}");
        }));
        return command;
    }

    private static Command CreateForget(ApiOptions api)
    {
        Argument<string> id = Id();
        Option<bool> yes = new("--yes") { Description = "Confirms the erasure.", Required = true };
        Command command = new("forget", "Erases the events, the profile and the lists of a user.") { id, yes };
        command.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            ErasureResult erased = await client.Users.ForgetAsync(parsed.GetRequiredValue(id), cancellation);
            Console.WriteLine($"{erased.Erased} log entries erased");
        }));
        return command;
    }
}
