using Microsoft.AspNetCore.Http;
using Personalization.Client.Api.Http;

namespace Personalization.Tests.Api.Http;

public sealed class OwnPageTests
{
    [Theory]
    [InlineData("same-origin", null, null, true)]
    [InlineData("same-site", "http://shop.example:5080", null, false)]
    [InlineData("cross-site", null, "http://shop.example:5080/demo", false)]
    [InlineData("none", null, null, false)]
    [InlineData(null, "http://shop.example:5080", null, true)]
    [InlineData(null, "http://shop.example", null, false)]
    [InlineData(null, "http://evil.example:5080", "http://shop.example:5080/demo", false)]
    [InlineData(null, null, "http://shop.example:5080/demo", true)]
    [InlineData(null, null, "http://evil.example/shop.example:5080", false)]
    [InlineData(null, "null", null, false)]
    [InlineData(null, null, null, false)]
    public void Only_a_page_of_the_own_origin_is_recognised(string? site, string? origin, string? referer, bool isOwn)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Host = new HostString("shop.example", 5080);
        Set("Sec-Fetch-Site", site);
        Set("Origin", origin);
        Set("Referer", referer);

        Assert.Equal(isOwn, OwnPage.Sends(request));

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers[name] = value;
            }
        }
    }
}
