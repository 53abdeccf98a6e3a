using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Users;

/// <summary><c>/v1/users</c>: profile, preferences, erasure, merge and export of a user.</summary>
internal static class UserEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder users = routes.MapGroup("/v1/users/{id}").WithTags("Users");
        users.MapGet("", GetAsync)
            .Note("getUser", "Get user profile", ApiRight.ReadUsers, ProblemCode.NotFound)
            .Produces<UserView>();
        users.MapPut("", PutAsync)
            .Note(
                "putUser",
                "Put preferences",
                "Replaces the stated preferences that the body names and keeps the others.",
                ApiRight.WriteUsers,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawPreferences>("application/json")
            .Example(
                """
                {"categories":["outdoor/tents"],"attributes":{"country":"DE"}}
                """)
            .Produces<VersionResponse>();
        users.MapDelete("", DeleteAsync)
            .Note("forgetUser", "Erase user", "Erases the user's events, profile and lists.", ApiRight.WriteUsers)
            .Produces<ErasedResponse>();
        users.MapPost("/merge", MergeAsync)
            .Note(
                "mergeUsers",
                "Merge users",
                "Merges another user into this user. Late events of the other user are recorded here.",
                ApiRight.WriteUsers,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawMerge>("application/json")
            .Example(
                """
                {"from":"visitor-7"}
                """)
            .Produces<MergeResult>();
        users.MapPost("/unmerge", UnmergeAsync)
            .Note(
                "unmergeUsers",
                "Undo merge",
                "Undoes a merge of the last 24 hours. The other user gets its events back.",
                ApiRight.WriteUsers,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawMerge>("application/json")
            .Example(
                """
                {"from":"visitor-7"}
                """)
            .Produces<MergeResult>();
        users.MapGet("/export", ExportAsync)
            .Note(
                "exportUser",
                "Export user",
                "All log entries of the user, oldest first, as NDJSON.",
                ApiRight.ReadUsers,
                ProblemCode.NotFound)
            .Produces<ExportLine>(StatusCodes.Status200OK, BodyReader.Ndjson);
    }

    private static async Task GetAsync(HttpContext context, UserGrains users, EngineCalls engine)
    {
        UserView? view = await engine.RunAsync(
            users.Of(PathId.OnlyUser(context)), static user => user.GetAsync(), context.RequestAborted);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, view ?? throw NotFound(context), UserJson.Default.UserView);
    }

    private static async Task PutAsync(HttpContext context, UserGrains users, EngineCalls engine, BodyReader bodies)
    {
        UserId user = PathId.OnlyUser(context);
        ParsedElement<RawPreferences> body = await bodies.ReadOneAsync(context.Request, PreferencesReader.Read);
        PreferencesChange change = PreferencesReader.Validate(body.Value!, body.Errors)
            ?? throw RequestRefusedException.Invalid(body.Errors);
        long version = await engine.RunAsync(
            (users, user, change),
            static call => call.users.Of(call.user).ChangePreferencesAsync(call.user, call.change),
            context.RequestAborted);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, new VersionResponse(version), UserJson.Default.VersionResponse);
    }

    private static async Task DeleteAsync(HttpContext context, UserGrains users, EngineCalls engine, CachedLists copies)
    {
        UserId user = PathId.OnlyUser(context);
        long erased = await engine.RunAsync(
            users.Of(user), static grain => grain.ForgetAsync(), context.RequestAborted);
        // Copies in other API processes expire, and are served only while the engine is unavailable.
        copies.Forget(user);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, new ErasedResponse(erased), UserJson.Default.ErasedResponse);
    }

    private static Task MergeAsync(HttpContext context, UserGrains users, EngineCalls engine, BodyReader bodies) =>
        WithOtherAsync(
            context,
            bodies,
            (user, other) => engine.RunAsync(
                (users, user, other),
                static call => call.users.Of(call.user).MergeFromAsync(call.user, call.other),
                context.RequestAborted));

    private static Task UnmergeAsync(HttpContext context, UserGrains users, EngineCalls engine, BodyReader bodies) =>
        WithOtherAsync(
            context,
            bodies,
            (user, other) => engine.RunAsync(
                (users, user, other),
                static call => call.users.Of(call.user).UnmergeAsync(call.user, call.other),
                context.RequestAborted));

    /// <summary>Reads the other user of a merge from the body, changes both users and writes the result.</summary>
    private static async Task WithOtherAsync(
        HttpContext context, BodyReader bodies, Func<UserId, UserId, ValueTask<MergeResult>> change)
    {
        UserId user = PathId.OnlyUser(context);
        ParsedElement<RawMerge> body = await bodies.ReadOneAsync(context.Request, MergeReader.Read);
        UserId other = default;
        if (UserId.TryCreate(body.Value!.From, out other) is { } problem
            && !body.Errors.Exists(error => error.Path == "$.from"))
        {
            body.Errors.Add(new("$.from", body.Value.From is null ? "required" : "invalid", $"from {problem}."));
        }

        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        MergeResult result = await change(user, other);
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, result, UserJson.Default.MergeResult);
    }

    private static async Task ExportAsync(HttpContext context, UserGrains users, EngineCalls engine)
    {
        IUserGrain user = users.Of(PathId.OnlyUser(context));
        ImmutableArray<LogEntry> page = await PageAsync(0);
        if (page.IsEmpty)
        {
            throw NotFound(context);
        }

        context.Response.ContentType = BodyReader.Ndjson;
        for (; !page.IsEmpty; page = await PageAsync(page[^1].Sequence))
        {
            WritePage(context, page);
            _ = await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }

        ValueTask<ImmutableArray<LogEntry>> PageAsync(long after) =>
            engine.RunAsync(
                (user, after), static call => call.user.ExportAsync(call.after), context.RequestAborted);
    }

    private static void WritePage(HttpContext context, ImmutableArray<LogEntry> page)
    {
        using Utf8JsonWriter writer = new(context.Response.BodyWriter);
        foreach (LogEntry entry in page)
        {
            LogEntryCodec.Encode(entry, writer);
            writer.Flush();
            writer.Reset();
            context.Response.BodyWriter.GetSpan(1)[0] = (byte)'\n';
            context.Response.BodyWriter.Advance(1);
        }
    }

    private static RequestRefusedException NotFound(HttpContext context) =>
        new(ProblemCode.NotFound, $"User '{PathIdMiddleware.IdOf(context)}' does not exist.");
}
