using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Http;

/// <summary>Reads the id in a request's path. Its error is listed together with the errors of the query.</summary>
internal static class PathId
{
    /// <summary>
    /// Reads the user of <c>/v1/users/{id}</c>. Call <see cref="QueryReader.ThrowIfWrong"/> before using the result.
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
    /// Reads the item of <c>/v1/items/{id}</c>. Call <see cref="QueryReader.ThrowIfWrong"/> before using the result.
    /// </summary>
    public static ItemId Item(HttpContext context, ref QueryReader query)
    {
        if (ItemId.TryCreate(PathIdMiddleware.IdOf(context), out ItemId item) is { } problem)
        {
            query.RefuseId($"The item id in the path {problem}.");
        }

        return item;
    }

    /// <summary>Reads the user, for endpoints without query parameters.</summary>
    public static UserId OnlyUser(HttpContext context)
    {
        QueryReader query = new(context.Request);
        UserId user = User(context, ref query);
        query.ThrowIfWrong();
        return user;
    }

    /// <summary>Reads the item, for endpoints without query parameters.</summary>
    public static ItemId OnlyItem(HttpContext context)
    {
        QueryReader query = new(context.Request);
        ItemId item = Item(context, ref query);
        query.ThrowIfWrong();
        return item;
    }

    /// <summary>Rejects every query parameter, for endpoints that have none.</summary>
    public static void NoQuery(HttpContext context) => new QueryReader(context.Request).ThrowIfWrong();
}
