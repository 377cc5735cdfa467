// Before everything else, in any browser that there is: hence a classic script, in the language of 2009.
;(() => {
  var root = document.getElementById('root')
  var isSignedIn = false
  try {
    isSignedIn = window.localStorage.getItem('reelroom.is-signed-in') === 'yes'
  } catch (_error) {
    // Nothing is kept here.
  }
  // What Chrome 68 has and 64 lacks: neither modules nor an app can be had below.
  var isTooOld = !window.AbortController || !('noModule' in document.createElement('script'))
  if (!isTooOld && !isSignedIn) return

  // Whoever is signed in is not shown a code first.
  while (root.firstChild) root.removeChild(root.firstChild)
  if (!isTooOld) return
  var words = document.createElement('p')
  words.className = 'too-old'
  words.appendChild(
    document.createTextNode(
      'Reelroom needs a newer browser than this TV has. Look for an update of the TV’s software, or open Reelroom on another device.',
    ),
  )
  root.appendChild(words)
})()
