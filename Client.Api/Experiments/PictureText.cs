namespace Personalization.Client.Api.Experiments;

/// <summary>What a picture says in words.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Across">Under the horizontal axis.</param>
/// <param name="Up">Beside the vertical axis.</param>
/// <param name="IsShare">Whether vertical values are shares, written in percent.</param>
internal sealed record PictureText(string Title, string Across, string Up, bool IsShare);
