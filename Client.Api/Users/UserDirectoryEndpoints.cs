using System.Buffers.Binary;
using System.Buffers.Text;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Users;

/// <summary>Lists of users: who is there, who is similar, who would want an item.</summary>
internal static class UserDirectoryEndpoints
{
    private const int MaxUsers = 200;
    private const int MaxAudience = 1_000;
    private const int DefaultCount = 20;
    private const int MaxPrefix = 256;

    /// <summary>Maps the endpoints.</summary>
    public static void MapUserDirectory(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder users = routes.MapGroup("/v1").WithTags("Users");
        users.MapGet("/users", ListAsync)
            .Note(
                "listUsers",
                "List users",
                "Users by their latest activity, latest first: those of the latest events, at most 50,000. An older "
                    + "user is found by its id. 503 while the engine reads the event log for the first question.",
                ApiRight.FindUsers)
            .Parameter("query", "string", "The beginning of the user id.", null, MaxPrefix)
            .Parameter("cursor", "string", "The cursor of the previous page.")
            .Parameter("count", "integer", "The most users of the page; default 20.", 1, MaxUsers)
            .Produces<UserPageResponse>();
        users.MapGet("/users/{id}/similar", SimilarAsync)
            .Note(
                "getSimilarUsers",
                "Get similar users",
                "Active users with a similar taste, by the factors of the live model. The evidence is items that both "
                    + "users chose. Users who opted out are never shown.",
                ApiRight.FindUsers,
                ProblemCode.NotFound)
            .Parameter("count", "integer", "The most users; default 20.", 1, MaxUsers)
            .Produces<UserMatchesResponse>();
        users.MapGet("/items/{id}/audience", AudienceAsync)
            .Note(
                "getAudience",
                "Get audience of item",
                "Active users who would like the item most, by the factors of the live model, without users who bought "
                    + "or dismissed it. The evidence is the item of the user's history that counts most. Users who "
                    + "opted out are never shown.",
                ApiRight.FindUsers,
                ProblemCode.NotFound)
            .Parameter("count", "integer", "The most users; default 20.", 1, MaxAudience)
            .Produces<UserMatchesResponse>();
    }

    private static async Task ListAsync(HttpContext context, IGrainFactory grains, EngineCalls engine)
    {
        QueryReader query = new(context.Request, "query", "cursor", "count");
        UserListQuery list = new()
        {
            Prefix = Prefix(ref query),
            Before = Cursor(ref query),
            Count = (int)query.Whole("count", 1, MaxUsers, DefaultCount),
        };
        query.ThrowIfWrong();
        UserListPage page = await engine.RunAsync(
            (Directory: DirectoryOf(grains), list),
            static call => call.Directory.ListAsync(call.list),
            context.RequestAborted) ?? throw StillReading();
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new UserPageResponse(page.Users, page.Next is { } next ? CursorOf(next) : null, page.Total),
            UserJson.Default.UserPageResponse);
    }

    private static async Task SimilarAsync(HttpContext context, IGrainFactory grains, EngineCalls engine)
    {
        QueryReader query = new(context.Request, "count");
        UserId user = PathId.User(context, ref query);
        int count = (int)query.Whole("count", 1, MaxUsers, DefaultCount);
        query.ThrowIfWrong();
        UserMatches found = await engine.RunAsync(
            (Directory: DirectoryOf(grains), user, count),
            static call => call.Directory.SimilarAsync(call.user, call.count),
            context.RequestAborted) ?? throw StillReading();
        await WriteAsync(
            context,
            found.IsKnown
                ? found
                : throw new RequestRefusedException(ProblemCode.NotFound, $"User '{user}' does not exist."));
    }

    private static async Task AudienceAsync(
        HttpContext context, IGrainFactory grains, EngineCalls engine, ItemDetails items)
    {
        QueryReader query = new(context.Request, "count");
        ItemId item = PathId.Item(context, ref query);
        int count = (int)query.Whole("count", 1, MaxAudience, DefaultCount);
        query.ThrowIfWrong();
        UserMatches found = await engine.RunAsync(
            (Directory: DirectoryOf(grains), item, count),
            static call => call.Directory.AudienceAsync(call.item, call.count),
            context.RequestAborted) ?? throw StillReading();
        if (found.Users.IsEmpty && (await items.FindAsync([item])).Count == 0)
        {
            throw new RequestRefusedException(ProblemCode.NotFound, $"Item '{item}' does not exist.");
        }

        await WriteAsync(context, found);
    }

    private static Task WriteAsync(HttpContext context, UserMatches found) => JsonResponse.WriteAsync(
        context,
        StatusCodes.Status200OK,
        new UserMatchesResponse(found.Users, found.Compared, found.ModelVersion, found.Reason),
        UserJson.Default.UserMatchesResponse);

    private static IUserDirectoryGrain DirectoryOf(IGrainFactory grains) => grains.GetGrain<IUserDirectoryGrain>(0);

    private static RequestRefusedException StillReading() => new(
        ProblemCode.Unavailable, "The engine reads the event log for the list of users. Send the request again.");

    private static string? Prefix(ref QueryReader query)
    {
        string? text = query.Text("query");
        if (text?.Length > MaxPrefix)
        {
            query.Refuse("query", "tooLong", $"query must have at most {MaxPrefix} characters but had {text.Length}.");
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static long? Cursor(ref QueryReader query)
    {
        if (query.Text("cursor") is not { } text)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[sizeof(long)];
        if (text.Length <= 2 * sizeof(long) && Base64Url.IsValid(text, out int length) && length == bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return BinaryPrimitives.ReadInt64BigEndian(bytes);
        }

        query.Refuse("cursor", "malformed", "cursor must be the unchanged cursor of the previous page, or missing.");
        return null;
    }

    private static string CursorOf(long position)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        return Base64Url.EncodeToString(bytes);
    }
}
