namespace Personalization.Client.Api.Http;

/// <summary>A body of one or many elements.</summary>
/// <param name="IsSingle">Whether it was one object and no list of any kind.</param>
/// <param name="Elements">The elements in their order.</param>
internal sealed record ParsedBody<T>(bool IsSingle, List<ParsedElement<T>> Elements)
    where T : class;
