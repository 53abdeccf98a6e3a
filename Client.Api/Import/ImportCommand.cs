namespace Personalization.Client.Api.Import;
/// <summary>x</summary>
internal static class ImportCommand { /// <summary>x</summary>
public static Task<int> RunAsync(string[] args) => Task.FromResult(2); }
