using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Reads the id in a request's path; what is wrong with it is listed beside what is wrong with the query.
/// </summary>
internal static class PathId
{
    /// <summary>
    /// The user of <c>/v1/users/{id}</c>; call <see cref="QueryReader.ThrowIfWrong"/> before using it.
    /// </summary>
    public static UserId User(HttpContext context, ref QueryReader query)
    {
        if (UserId.TryCreate(PathIdMiddleware.IdOf(context), out UserId user) is { } problem)
        {
            query.RefuseId($"The user id in the path {problem}.");
        }

        return user;
    }

    /// <summary>
    /// The item of <c>/v1/items/{id}</c>; call <see cref="QueryReader.ThrowIfWrong"/> before using it.
    /// </summary>
    public static ItemId Item(HttpContext context, ref QueryReader query)
    {
        if (ItemId.TryCreate(PathIdMiddleware.IdOf(context), out ItemId item) is { } problem)
        {
            query.RefuseId($"The item id in the path {problem}.");
        }

        return item;
    }

    /// <summary>The user of a path whose endpoint has no parameters.</summary>
    public static UserId OnlyUser(HttpContext context)
    {
        QueryReader query = new(context.Request);
        UserId user = User(context, ref query);
        query.ThrowIfWrong();
        return user;
    }

    /// <summary>The item of a path whose endpoint has no parameters.</summary>
    public static ItemId OnlyItem(HttpContext context)
    {
        QueryReader query = new(context.Request);
        ItemId item = Item(context, ref query);
        query.ThrowIfWrong();
        return item;
    }

    /// <summary>Refuses any query parameter, for endpoints that have none.</summary>
    public static void NoQuery(HttpContext context) => new QueryReader(context.Request).ThrowIfWrong();
}
